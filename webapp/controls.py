"""Controls 输入框: what one fills in, as the pages draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands next to a control: an error or a warning, with the remedy."""

    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Remarks:
    """Remarks and gaps by the name of the control that they belong to."""

    remarks: Mapping[str, Remark] = field(default_factory=dict)
    gaps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Control:
    """One input of the form. `kind`: text, textarea, number, date, select, checkboxes.

    One that is not `asked` stays out of sight: what else is filled in makes it superfluous.
    `offers` names the list of the unit's data (`webapp.known`) that it offers values from.
    """

    shape: ClassVar[str] = "single"
    name: str
    label: str
    kind: str = "text"
    value: str = ""
    chosen: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    example: str = ""
    help: str = ""
    unit: str = ""
    required: bool = False
    width: str = "half"
    gap: bool = False
    error: str = ""
    severity: str = ""
    asked: bool = True
    offers: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Controls that make up one value, such as the two ends of a period."""

    shape: ClassVar[str] = "set"
    name: str
    label: str
    parts: tuple[Control | Rows, ...]
    help: str = ""
    width: str = "whole"
    gap: bool = False
    error: str = ""
    severity: str = ""
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """Repeating rows: `columns` are the controls of an empty row, `rows` those filled in."""

    shape: ClassVar[str] = "list"
    name: str
    label: str
    columns: tuple[Control, ...]
    rows: tuple[tuple[Control, ...], ...]
    add: str = "加一行"
    plain: bool = False
    help: str = ""
    last: str = ""
    width: str = "whole"
    gap: bool = False
    error: str = ""
    severity: str = ""
    asked: bool = True


View = Control | Group | Rows
