"""Charts as drawn: nothing overlaps, nothing leaves the picture, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from itertools import combinations

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from corpus.charts import in_words
from corpus.document import Chart, Document, Figure, Series
from corpus.plain import plain_text
from generator.layout import pdf, word
from generator.layout.chart import Drawing, cut, draw
from generator.layout.chart.rastered import DPI
from generator.layout.chart.scale import ticks
from generator.layout.markdown import markdown
from generator.layout.units import Mm

WIDTH, HEIGHT = Mm(156), Mm(150)
LONG = "青禾县柳溪街道综合行政执法队和网格化综合治理中心联合办公室"


def chart(
    kind: str, values: list[list[str | None]], unit: str = "件", name: str = "第{}社区"
) -> Chart:
    names = tuple(name.format(n) for n in range(len(values[0])))
    series = tuple(Series(f"系列{n}", tuple(row)) for n, row in enumerate(values))
    return Chart("line" if kind == "line" else "bar", unit, names, series)


def drawings(drawn: Chart) -> list[Drawing]:
    return [draw(drawn, WIDTH, part) for part in cut(drawn, WIDTH, HEIGHT)]


CASES: dict[str, list[list[str | None]]] = {
    "a few": [["12", "8", "3"]],
    "thirty-two": [[str(n * 7 % 90) for n in range(32)]],
    "a hundred": [[str(n) for n in range(100)]],
    "negative": [["-120000", "45", "0", None, "-3.5"]],
    "all negative": [["-5", "-8"]],
    "nought": [["0", "0", "0"]],
    "a huge range": [["1", "100000000", "0.001"]],
    "two periods": [["12", "8", None], ["10", "9", "4"]],
    "four series": [["1", "2"], ["3", "4"], ["5", None], ["7", "-8"]],
    "one": [["7"]],
}


@pytest.mark.parametrize("kind", ["bar", "line"])
@pytest.mark.parametrize("case", sorted(CASES))
@pytest.mark.parametrize("name", ["第{}社区", LONG + "{}", "{}"])
def test_no_text_overlaps_another_or_leaves_the_picture(kind: str, case: str, name: str) -> None:
    for drawing in drawings(chart(kind, CASES[case], name=name)):
        assert drawing.height <= HEIGHT.points or kind == "line"
        check(drawing)


def check(drawing: Drawing) -> None:
    for box in drawing.boxes:
        assert box.left >= -0.5, box
        assert box.left + box.width <= drawing.width + 0.5, box
        assert box.top >= -0.5, box
        assert box.top + box.height <= drawing.height + 0.5, box
    for one, other in combinations(drawing.boxes, 2):
        apart = (
            one.left + one.width <= other.left + 0.3
            or other.left + other.width <= one.left + 0.3
            or one.top + one.height <= other.top + 0.3
            or other.top + other.height <= one.top + 0.3
        )
        assert apart, (one, other)


FIGURES = st.one_of(st.none(), st.integers(-(10**9), 10**9).map(str))


@settings(max_examples=60)
@example("line", [[None] * 11], LONG + "{}")  # the last name comes in from the edge
@given(
    st.sampled_from(["bar", "line"]),
    st.lists(st.lists(FIGURES, min_size=1, max_size=40), min_size=1, max_size=3),
    st.sampled_from(["第{}社区", LONG + "{}"]),
)
def test_whatever_is_drawn_stays_apart(
    kind: str, values: list[list[str | None]], name: str
) -> None:
    shortest = min(map(len, values))
    for drawing in drawings(chart(kind, [row[:shortest] for row in values], name=name)):
        check(drawing)


def test_all_names_and_figures_stand_on_the_pictures() -> None:
    made = drawings(chart("bar", CASES["a hundred"]))
    texts = [box.text for drawing in made for box in drawing.boxes]
    assert len(made) > 1
    assert len(drawings(chart("bar", CASES["thirty-two"]))) == 1
    assert {f"第{n}社区" for n in range(100)} <= set(texts)
    assert max(len(d.boxes) for d in made) - min(len(d.boxes) for d in made) <= 2


def test_what_was_not_reported_is_said_and_not_drawn_as_nought() -> None:
    (drawing,) = drawings(chart("bar", [["5", None]]))
    assert [box.text for box in drawing.boxes if box.text == "未报"] == ["未报"]
    assert drawing.svg.count(b"<rect") == 1


def test_ticks_are_round_and_start_at_nought_as_a_rule() -> None:
    assert ticks([3, 17]) == (0, 5, 10, 15, 20)
    assert ticks([0.1, 0.32])[0] == 0
    assert ticks([95.0, 99.0])[0] > 90
    assert len(ticks([7, 7])) > 1


FIGURE = Figure(
    width_mm=156,
    alt=in_words(chart("bar", [["12", None]]), "各社区件数"),
    caption="各社区件数",
    chart=chart("bar", [["12", None]]),
)


def test_a_chart_is_text_and_lines_in_pdf_and_a_sharp_picture_in_word() -> None:
    document = Document(title="汇总", blocks=(FIGURE,))
    printed = pdf.write(document)
    with pypdfium2.PdfDocument(printed.data) as opened:
        text = opened[0].get_textpage().get_text_bounded()
        assert "第0社区" in text
        assert "各社区件数" in text
        assert not list(opened[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    file = word.write(document)
    assert file == word.write(document)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        (name,) = [entry for entry in package.namelist() if entry.startswith("word/media/")]
        with Image.open(io.BytesIO(package.read(name))) as image:
            assert abs(image.width - 156 / 25.4 * DPI) < 3
        assert f'descr="{FIGURE.alt}"' in package.read("word/document.xml").decode()


def test_a_chart_survives_json_and_reads_as_its_table_in_text() -> None:
    document = Document(title="汇总", blocks=(FIGURE,)).canonical()
    assert Document.from_json(document.to_json()) == document
    assert document.to_json()["blocks"][0]["chart"] == {
        "kind": "bar",
        "unit": "件",
        "names": ["第0社区", "第1社区"],
        "series": [{"name": "系列0", "values": ["12", None]}],
    }
    assert FIGURE.alt == "横条图：各社区件数。第0社区12件；第1社区未报。"
    assert "表：各社区件数\n名称\t系列0（件）\n第0社区\t12\n第1社区\t未报" in plain_text(document)
    assert "| 第1社区 | 未报 |" in markdown(document)
