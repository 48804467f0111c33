"""Word files measured by their XML and by LibreOffice's pages."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace

import pytest

from corpus.document import Attachment
from corpus.errors import Unreadable
from generator.compose import compose
from generator.layout import word
from generator.layout.measure import Report, measure, office
from generator.layout.stylesheet import W
from generator.template import shipped
from tests.generator.layout import samples

TEXT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice is not installed."""
    monkeypatch.setattr(office, "program", lambda: None)


def altered(data: bytes, *changes: tuple[str, str, str]) -> bytes:
    """The Word file with texts replaced in parts; a text that is not there fails the test."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for where, old, new in changes:
        names = [name for name in parts if name.startswith(where)]
        assert any(old in parts[name].decode() for name in names), old
        for name in names:
            parts[name] = parts[name].decode().replace(old, new).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def failed(report: Report) -> set[str]:
    """The keys of the checks that failed."""
    return {row.check.key for row in report.rows if not row.ok}


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_templates_sample_breaks_no_requirement_as_word_file(name: str) -> None:
    template = shipped()[name]
    document = compose(template, template.sample_inputs()).document
    report = measure(f"{name}.docx", word.write(document))
    assert [f"{r.check.id} {r.check.name}: {r.measured}" for r in report.errors] == []
    signed = {"L13", "L14"} if document.signoff else set()
    assert {"L01", "L02", "L03", "L04", "L07", "L12", *signed} <= {r.check.id for r in report.rows}


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize("name", ["plan", "sealed", "official", "letter", "minutes", "joint"])
def test_our_own_word_files_fit_every_check_of_their_xml(name: str) -> None:
    report = measure("a.docx", word.write(getattr(samples, name)()))
    assert failed(report) == set()


@pytest.mark.usefixtures("without_office")
def test_without_libreoffice_the_report_says_what_was_not_done() -> None:
    report = measure("a.docx", word.write(samples.official()))
    assert {"L05", "L06", "L09", "L10", "L18", "L19"} <= set(report.left_out)
    assert any("没有装 LibreOffice" in line for line in report.lines())


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(TEXT, 'w:left="1587"', 'w:left="1417"')], {"left", "width"}),
        ([(TEXT, 'w:top="2098"', 'w:top="1440"')], {"top", "height"}),
        ([(TEXT, 'w:w="11906"', 'w:w="12240"')], {"paper", "width"}),
        ([(STYLES, '<w:sz w:val="32"/>', '<w:sz w:val="28"/>')], {"size", "attachment-label"}),
        ([(STYLES, "仿宋_GB2312", "微软雅黑")], {"face", "levels", "fonts"}),
        ([(STYLES, 'w:firstLineChars="200" w:firstLine="632"', "")], {"indent"}),
        ([(STYLES, '<w:sz w:val="44"/>', '<w:sz w:val="36"/>')], {"title-size"}),
        ([(STYLES, '<w:jc w:val="center"/>', "")], {"title-centre", "attachment-title"}),
        ([("word/footer", '<w:jc w:val="right"/>', '<w:jc w:val="center"/>')], {"number-side"}),
        ([(SETTINGS, "<w:evenAndOddHeaders/>", "")], {"number-side"}),
        ([("word/footer", "— ", "- ")], {"number-form"}),
        ([(TEXT, "2026年2月20日", "2026年02月20日")], {"date"}),
        ([(TEXT, "1.任务分工表", "1.工作分工表")], {"attachments"}),
        ([(TEXT, "三、", "四、")], {"order"}),
        ([(TEXT, "（一）", "(一)")], {"ordinals"}),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else "",
)
def test_what_is_wrong_in_a_word_file_is_caught_by_its_own_check(
    changes: list[tuple[str, str, str]], expected: set[str]
) -> None:
    found = failed(measure("a.docx", altered(word.write(samples.plan()), *changes)))
    assert expected <= found
    assert found <= expected | {"sign-off"}


@pytest.mark.usefixtures("without_office")
def test_an_attachment_that_opens_no_page_is_caught() -> None:
    names = (Attachment(name, False, samples.paragraphs(1)) for name in ("名单", "清单"))
    data = word.write(replace(samples.plan(), attachments=tuple(names)))
    assert failed(measure("a.docx", data)) == set()
    wrong = altered(data, (TEXT, "<w:pageBreakBefore/>", ""))
    assert failed(measure("a.docx", wrong)) == {"attachment-page"}


@pytest.mark.usefixtures("without_office")
def test_the_compensated_margins_are_accepted_and_named() -> None:
    model_b = ((TEXT, 'w:top="2098"', 'w:top="1960"'), (TEXT, 'w:bottom="1984"', 'w:bottom="1847"'))
    rows = {
        row.check.key: row
        for row in measure("b.docx", altered(word.write(samples.official()), *model_b)).rows
    }
    assert rows["top"].ok
    assert rows["height"].ok
    assert "B 型" in rows["height"].measured


def test_libreoffices_pages_are_measured_where_it_is_installed() -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    report = measure("a.docx", word.write(samples.official()))
    applied = {row.check.key for row in report.rows}
    assert {"mark", "red-gap", "red-length", "imprint-place", "body-first", "red"} <= applied
    assert [row.measured for row in report.errors] == []
    assert any("按 LibreOffice 排出的页面量" in line for line in report.lines())


def test_a_rendering_that_fails_leaves_the_xmls_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "/bin/false")
    report = measure("a.docx", word.write(samples.sealed()))
    assert report.rows
    assert any("LibreOffice 没有打开这个文件" in line for line in report.lines())


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


BLANK = f'<w:document xmlns:w="{W}"><w:body><w:p/><w:sectPr/></w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (b"no archive", "不是完好的 Word 文件"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "文件加了密码，或是旧版 Word 的格式"),
        (zipped("a.txt", "x"), "不是完好的 Word 文件"),
        (zipped(TEXT, "<broken"), "不是完好的 Word 文件"),
        (zipped(TEXT, "<document/>"), "不是完好的 Word 文件"),
        (zipped(TEXT, BLANK), "文件里没有文字"),
    ],
)
def test_a_damaged_word_file_is_refused_with_a_remedy(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        measure("坏.docx", data)
    assert message in refused.value.message
    assert refused.value.remedy
