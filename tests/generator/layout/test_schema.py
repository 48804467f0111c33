"""Every kind of Word file that we write, held against Microsoft's own schema of the format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from PIL import Image

from corpus.document import Attachment, Cell, Document, Figure, Note, SignOff, Table
from generator.layout import Profile, word
from generator.layout.units import Mm, Pt
from tests.generator.layout import samples
from tests.generator.layout.validator import faults
from tests.strategies import any_documents, documents

LAYOUTS = {
    "plain": samples.plan,
    "document": samples.official,
    "letter": samples.letter,
    "minutes": samples.minutes,
    "joint": samples.joint,
    "joint-unsealed": lambda: samples.joint(seal=False),
    "sealed": samples.sealed,
    "order": samples.order,
    "motion": samples.motion,
    "apart": samples.apart,
    "crowded": samples.crowded,
    "empty": Document,
}
PROFILES = {
    "margins": Profile(top=Mm(35), bottom=Mm(33), left=Mm(27), right=Mm(27), pitch=Pt(28)),
    "habits": Profile(
        title_pitch=Pt(36), number="center", bold_third=True, latin="Times New Roman"
    ),
    "grid": Profile(character_grid=True),
}
MERGED = Table(
    caption="合并的表",
    head=((Cell("单位", 2), Cell("数量", 1, 2)), (Cell("户"), Cell("人"))),
    rows=((Cell("东湾社区", 2), Cell("1"), Cell("2")), (Cell("3"), Cell(""))),
)


def picture(_: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_named_layout_obeys_the_schema(name: str) -> None:
    assert faults(word.write(LAYOUTS[name]())) == []


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("layout", ["document", "letter"])
def test_every_habit_of_a_profile_obeys_the_schema(name: str, layout: str) -> None:
    assert faults(word.write(LAYOUTS[layout](), profile=PROFILES[name])) == []


def test_tables_figures_attachments_and_turned_pages_obey_the_schema() -> None:
    figure = Figure(image="sha256:a", width_mm=90, alt="平面图<1>", caption="图1 平面图")
    missing = Figure(image="sha256:b", alt="没有的图")
    document = replace(
        samples.plan(),
        blocks=(*samples.plan().blocks, figure, MERGED, Note(text="注：以年底为准。")),
        attachments=(
            Attachment("任务分工表", True, (samples.table(40), figure)),
            Attachment("平面图", False, (figure, figure, missing)),
            Attachment("合并的表", True, (MERGED, Note(text="注：以年底为准。"))),
        ),
        copies=("各社区居民委员会",),
    ).canonical()
    known = picture("")
    assert faults(word.write(document, {"sha256:a": known}.get)) == []


@pytest.mark.parametrize("version", ["Office2007", "Office2016"])
def test_older_programs_find_nothing_that_they_do_not_know(version: str) -> None:
    assert faults(word.write(samples.official()), version) == []


@settings(max_examples=8, phases=(Phase.generate,), derandomize=True, deadline=None)
@given(documents())
def test_documents_as_composing_makes_them_obey_the_schema(document: Document) -> None:
    assert faults(word.write(document)) == []


@settings(max_examples=10, phases=(Phase.generate,), derandomize=True, deadline=None)
@given(any_documents())
def test_documents_with_anything_in_them_obey_the_schema(document: Document) -> None:
    assert faults(word.write(document, picture)) == []


def test_the_validator_sees_what_the_schema_does_not_allow() -> None:
    source = zipfile.ZipFile(io.BytesIO(word.write(Document(signoff=SignOff(("甲局",))))))
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:pPr>", b"<w:pPr><w:b/>", 1)
            target.writestr(name, data)
    assert any("'b'" in fault or ":b" in fault for fault in faults(broken.getvalue()))
