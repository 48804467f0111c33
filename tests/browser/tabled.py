"""A draft with a section of one's own that has a table with merged cells."""

from __future__ import annotations

from corpus.document import Cell, Column, Heading, Paragraph, Table
from generator import template
from generator.draft import SectionState
from tests.browser.serving import Served

FIRE = "fire-safety-campaign"
STORES = Table(
    caption="物资表",
    columns=(Column("类别"), Column("名称"), Column("数量", width=20.0), Column("地点")),
    head=(tuple(map(Cell, ("类别", "名称", "数量", "地点"))),),
    rows=(
        (Cell("抢险", rowspan=2), Cell("编织袋"), Cell("2000条"), Cell("东库")),
        (Cell("铁锹"), Cell("300把"), Cell("西库")),
        (Cell("由综治中心统一调度", colspan=3), Cell("")),
    ),
)
ABOVE, BELOW = "各社区要备足物资。", "不足的及时补充。"


def kept(served: Served) -> int:
    """The number of a new draft whose section `own-1` has the table."""
    entry = template.get(FIRE)
    blocks = (
        Heading(level=1, text="物资保障"),
        Paragraph(text=ABOVE),
        STORES,
        Paragraph(text=BELOW),
    )
    own = SectionState("own-1", "edited", blocks=blocks).to_json()
    return served.library.drafts.create(
        served.owner, entry.id, entry.sha256, entry.text, entry.sample_inputs(), [own], entry.title
    ).id
