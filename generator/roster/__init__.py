"""Rosters 数据表: a spreadsheet with one row a document, made for a template and read back.

`workbook` makes the one to be filled in. `read` gives a filled-in one, or anybody's own
spreadsheet, as rows of inputs with a finding for each wrong cell; `match` and `gather` are its
two halves, for whoever lets a person correct which column means which field in between.
"""

from generator.roster.annotated import annotated, findings_of
from generator.roster.choices import NOTHING, Choices
from generator.roster.files import sheets
from generator.roster.findings import CellFinding
from generator.roster.matching import Matching, match, match_sheets
from generator.roster.mends import Mend, laid_over, written
from generator.roster.rows import Roster, RosterRow, demand, gather, read
from generator.roster.sheet import SUFFIXES, Sheet
from generator.roster.tables import Column, Table
from generator.roster.workbook import Rows, workbook

__all__ = [
    "NOTHING",
    "SUFFIXES",
    "CellFinding",
    "Choices",
    "Column",
    "Matching",
    "Mend",
    "Roster",
    "RosterRow",
    "Rows",
    "Sheet",
    "Table",
    "annotated",
    "demand",
    "findings_of",
    "gather",
    "laid_over",
    "match",
    "match_sheets",
    "read",
    "sheets",
    "workbook",
    "written",
]
