"""What is wrong with a cell, a row or a sheet of a roster, with its place."""

from __future__ import annotations

from dataclasses import dataclass

from generator.fields.findings import Finding


@dataclass(frozen=True, slots=True)
class CellFinding(Finding):
    """A remark on a cell, or with `column` empty on a row, with `row` 0 on the sheet."""

    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        """The remark as one line: sheet, row, column, field, what is wrong, remedy."""
        line = f"{self.place}：{self.message}"
        return f"{line}。{self.remedy}。" if self.remedy else f"{line}。"

    @property
    def place(self) -> str:
        """Where it is: `数据表 第4行C列（检查户数）`."""
        row = f"第{self.row}行" if self.row else ""
        column = f"{self.column}列" if self.column else ""
        field = f"（{self.field}{self.where}）" if self.field else ""
        return f"{self.sheet} {row}{column}{field}".strip()

    def to_json(self) -> dict[str, str]:
        """The remark as plain JSON values."""
        return {
            "severity": self.severity,
            "field": self.field,
            "where": self.place,
            "message": self.message,
            "remedy": self.remedy,
        }
