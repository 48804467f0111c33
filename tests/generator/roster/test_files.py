"""The door to files: what a file is decides, not its name; text in every usual writing."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from corpus.errors import Unreadable
from corpus.reading import legacy
from corpus.reading.containers import RESAVE
from generator.errors import RosterError
from generator.roster import sheets
from generator.roster.conversion import kind_of
from tests.generator.roster.making import package, row
from tests.generator.rosters import saved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_office = pytest.mark.skipif(legacy._program() is None, reason="LibreOffice is not installed")


def lines(name: str, data: bytes) -> list[tuple[str, ...]]:
    (sheet,) = sheets(name, data)
    return [line.cells for line in sheet.lines]


# --- text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_text_is_read_in_the_encodings_and_separators_that_offices_use(
    encoding: str, separator: str
) -> None:
    text = "\r\n".join(separator.join(line) for line in (("单位", "座数"), ("石桥乡", "7")))
    assert lines("各村.csv", text.encode(encoding)) == [("单位", "座数"), ("石桥乡", "7")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('单位,说明\n甲,"一,二\n三"\n', ("甲", "一,二\n三")),
        ('单位,说明\n甲,"他说""好"""\n', ("甲", '他说"好"')),
        ("sep=;\n单位;说明\n甲;一,二,三\n", ("甲", "一,二,三")),
        ('单位,编号\n甲,="0512"\n', ("甲", "0512")),
        ("单位,编号\n甲,'0512\n", ("甲", "0512")),
        ("单位,说明\n甲,一，二，三\n", ("甲", "一，二，三")),
    ],
)
def test_quotes_breaks_and_marks_in_text_are_understood(text: str, found: tuple[str, ...]) -> None:
    assert lines("r.csv", text.encode())[-1] == found


def test_empty_lines_are_left_out_and_the_others_keep_their_numbers() -> None:
    (sheet,) = sheets("r.csv", "单位,座数\n\n,\n甲,7\n".encode())
    assert [line.number for line in sheet.lines] == [1, 4]


# --- names that do not say what is in the file ----------------------------------------------


@pytest.mark.parametrize("name", ["r.xls", "r.csv", "r.et", "r", "r.xlsx"])
def test_a_workbook_is_one_under_any_name(name: str) -> None:
    assert lines(name, package(row(1, "甲", "乙"))) == [("甲", "乙")]


@pytest.mark.parametrize("name", ["r.xls", "r.xlsx", "r.et"])
def test_text_under_a_workbooks_name_is_read_as_text(name: str) -> None:
    assert lines(name, "单位\t座数\n甲\t7\n".encode("gb18030")) == [("单位", "座数"), ("甲", "7")]


def word() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("r.xlsx", b"", "文件是空的"),
        ("r.xlsx", b"not a workbook", "内容不是 Excel 工作簿"),
        ("r.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        ("r.xlsx", b"PK" + bytes(21 * 2**20), "超过 20 MB"),
        ("r.docx", word(), "这是 Word 文档"),
        ("r.xlsx", word(), "这是 Word 文档"),
        ("r.doc", OLE + "WordDocument".encode("utf-16-le"), "这是 Word 文档"),
        ("r.pdf", b"%PDF-1.7\n", "这是 PDF"),
        ("r.xls", b"<html><body>x</body></html>", "里面没有表格"),
        ("r", b"x", "不是数据表（没有扩展名）"),
        ("r.png", b"\x89PNG\r\n\x1a\n\0", "不是数据表（.png）"),
        ("r.csv", b"\xff\x00\x9f\x00\x01", "编码不认识"),
        ("r.csv", b'a,"b\n', "不是规范的 CSV"),
        ("r.csv", b"x" * 20_001, "超过 20000 字"),
        ("r.csv", b"x," * 201, "超过 200 列"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_its_remedy(
    name: str, data: bytes, message: str
) -> None:
    with pytest.raises(RosterError) as refused:
        sheets(name, data)
    assert message in str(refused.value)
    assert refused.value.where == name or refused.value.where.startswith(f"{name} ")
    assert refused.value.remedy


# --- old and other formats ------------------------------------------------------------------


def old() -> bytes:
    """A workbook with a share and a nought in front as LibreOffice saves it as .xls."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位", "比例", "编号"])
    sheet.append(["石桥乡", 0.35, "0512"])
    sheet["B2"].number_format = "0%"
    wanted = legacy.Conversion("xlsx", "xls", "", "")
    return legacy.converted("in.xlsx", saved(book), wanted)


@needs_office
def test_xls_is_read_through_libreoffice_and_so_is_what_wps_calls_et() -> None:
    data = old()
    assert lines("各村.xls", data) == [("单位", "比例", "编号"), ("石桥乡", "35%", "0512")]
    assert {kind_of(name, data) for name in ("各村.et", "改了名.xlsx")} == {"xls"}


def calc() -> bytes:
    target = io.BytesIO()
    table = (
        '<table:table table:name="各村"><table:table-row><table:table-cell><text:p>单位</text:p>'
        "</table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>甲"
        "</text:p></table:table-cell></table:table-row></table:table>"
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0">'
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<m:manifest xmlns:m="{names}:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", kind)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


@needs_office
def test_ods_is_read_through_libreoffice() -> None:
    assert lines("各村.ods", calc()) == [("单位",), ("甲",)]


def test_a_web_page_under_a_workbooks_name_goes_through_libreoffice() -> None:
    page = "<html><table><tr><td>单位</td></tr></table></html>".encode()
    assert kind_of("导出.xls", page) == "xls"


def test_what_libreoffice_cannot_open_is_told_as_a_workbook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*given: object) -> bytes:
        raise Unreadable("LibreOffice 打不开", where="坏.xls", remedy=RESAVE)

    monkeypatch.setattr(legacy, "converted", refuse)
    with pytest.raises(RosterError) as refused:
        sheets("坏.xls", OLE + bytes(600))
    assert "另存为“Excel 工作簿（.xlsx）”" in refused.value.remedy


def test_without_libreoffice_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "_program", lambda: None)
    with pytest.raises(RosterError) as refused:
        sheets("各村.xls", OLE + bytes(600))
    assert "libreoffice-calc-nogui" in refused.value.remedy
    assert "另存为 .xlsx" in refused.value.remedy
