"""Returns for tests: a few units, or drawn ones."""

from __future__ import annotations

from hypothesis import strategies as st

from generator.fields import FIELD_TYPES
from generator.fields.returned import Returns

TEXT = """来源：各社区.xlsx
工作表：数据表
分组：片区
行号|社区|片区|应整治（处）|已整治（处）|满意率
3|东湾社区|东片|120|118|95%
4|槐荫社区|东片|90|90|97.5%
6|北桥社区|西片|80|60|—
7|南塘社区|西片|70||88%
8|河头社区||90|0|90%
"""


def returns(text: str = TEXT, name: str = "本期") -> Returns:
    """The returns that `text` gives, read without declared columns."""
    value, findings = FIELD_TYPES["returns"](name).parse(text)
    assert isinstance(value, Returns), findings
    return value


CELLS = st.one_of(
    st.none(), st.integers(0, 10**6), st.decimals(-(10**6), 10**6, places=3, allow_nan=False)
)
DRAWN = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), CELLS, CELLS), min_size=1, max_size=24
).filter(lambda rows: all(any(row[n] is not None for row in rows) for n in (1, 2)))
"""Rows of a group and two figures; every column has a figure somewhere."""


def drawn(rows: list[tuple[str, object, object]], name: str = "本期") -> Returns:
    """Returns with a unit a row, in groups, with the columns 甲数 and 乙数."""
    lines = ["分组：组别", "单位名称|组别|甲数|乙数"]
    for number, (group, one, other) in enumerate(rows):
        cells = [
            "" if cell is None else f"{cell:f}" if hasattr(cell, "as_tuple") else str(cell)
            for cell in (one, other)
        ]
        lines.append("|".join([f"第{number}社区", group, *cells]))
    return returns("\n".join(lines), name)
