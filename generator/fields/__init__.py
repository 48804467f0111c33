"""Field types 要素类型: one class a type — parse, validate, spell, describe, show."""

from __future__ import annotations

from generator.fields.base import Field, Raw, Reading, RosterColumn, Wrong
from generator.fields.composites import BudgetField, IndicatorsField, PhasesField, TasksField
from generator.fields.findings import Finding, did_you_mean, nearest
from generator.fields.groups import LeadingGroupField, WorkGroupsField
from generator.fields.parties import OrgField, PeopleField, PersonField, PhoneField
from generator.fields.returns import ReturnsField
from generator.fields.scalars import (
    ChoiceField,
    ChoicesField,
    DecimalField,
    IntegerField,
    ListField,
    LongTextField,
    MoneyField,
    PercentField,
    TextField,
)
from generator.fields.tables import ChartField, TableField
from generator.fields.times import DateField, MonthField, PeriodField, YearField

FIELD_TYPES: dict[str, type[Field]] = {
    cls.TYPE: cls
    for cls in (
        TextField, LongTextField, IntegerField, DecimalField, PercentField, MoneyField,
        DateField, MonthField, PeriodField, YearField, ChoiceField, ChoicesField,
        OrgField, PersonField, PeopleField, PhoneField, ListField, TableField,
        LeadingGroupField, WorkGroupsField, PhasesField, TasksField, BudgetField,
        IndicatorsField, ChartField, ReturnsField,
    )
}  # fmt: skip

__all__ = [
    "FIELD_TYPES",
    "Field",
    "Finding",
    "Raw",
    "Reading",
    "RosterColumn",
    "Wrong",
    "did_you_mean",
    "nearest",
]
