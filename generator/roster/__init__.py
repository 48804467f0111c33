"""Rosters 数据表: a spreadsheet with one row a document, made for a template and read back."""

from generator.roster.rows import CellFinding, Roster, RosterRow, read
from generator.roster.workbook import workbook

__all__ = ["CellFinding", "Roster", "RosterRow", "read", "workbook"]
