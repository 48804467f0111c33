"""Files 文件: which reader takes a file, and why one is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from corpus.document import Caution, Document
from corpus.errors import Unreadable
from corpus.reading.assembly import documents_of
from corpus.reading.containers import check_container
from corpus.reading.decoding import MARK, Decoded, decoded
from corpus.reading.entries import text_entries
from corpus.reading.legacy import LEGACY, read_legacy
from corpus.reading.markup import MARKUP, markup_entries
from corpus.reading.masking import masked
from corpus.reading.settings import USUAL, Settings
from corpus.reading.word import read_word

MOST_BYTES = 100 * 1024 * 1024
WRONG_BYTE = "wrong-byte"

Reader = Callable[[str, bytes, Settings], tuple[Document, ...]]


def read_file(path: Path, settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in the file `path`; what it is goes by its suffix and its content.

    `settings` say which rules of cleaning are off.
    Raises `Unreadable` for a file that is missing, empty, over 100 MB, binary, wrongly encoded,
    not what its name says, or of a kind that is not read.
    """
    return read_bytes(str(path), load(path), settings)


def load(path: Path) -> bytes:
    """The content of the file `path`; raises `Unreadable` for one that is missing or too large."""
    try:
        if path.is_dir():
            raise Unreadable("这是文件夹，不是文件", where=str(path), remedy="请指定其中的文件")
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(str(path))
        return path.read_bytes()
    except OSError as error:
        reason = "找不到文件" if isinstance(error, FileNotFoundError) else "文件打不开"
        raise Unreadable(reason, where=str(path), remedy="请检查路径和权限") from error


def read_bytes(name: str, data: bytes, settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in `data`, the content of a file called `name`; raises as `read_file`."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _REFUSED:
        message, remedy = _REFUSED[suffix]
        raise Unreadable(message, where=name, remedy=remedy)
    reader = READERS.get(suffix)
    if reader is None:
        raise Unreadable(
            f"不认识扩展名“{suffix}”" if suffix else "文件没有扩展名",
            where=name,
            remedy=f"可以读取：{'、'.join(sorted(SUFFIXES))}",
        )
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的", where=name, remedy="请检查文件是否保存完整")
    documents = reader(name, data, settings)
    if not documents:
        raise Unreadable("文件里没有可读的正文", where=name, remedy="请检查文件内容")
    return tuple(map(masked, documents)) if settings.mask else documents


def _too_large(name: str) -> Unreadable:
    return Unreadable("文件超过 100 MB", where=name, remedy="请拆分成较小的文件，或去掉其中的图片")


def _read_plain(name: str, data: bytes, settings: Settings) -> tuple[Document, ...]:
    check_container(name, PurePath(name).suffix.lower(), data)
    found = decoded(name, data)
    documents = documents_of(text_entries(found.text), PurePath(name).name, settings)
    return tuple(_told(one, found) for one in documents) if found.wrong else documents


def _told(document: Document, found: Decoded) -> Document:
    """`document` with a warning for each character of its lines that could not be read."""
    first, last = (document.source and document.source.lines) or (1, 0)
    own = [(line, column) for line, column in found.wrong if first <= line <= last]
    told = tuple(
        Caution(WRONG_BYTE, line, f"第 {column} 个字读不出来，记作“{MARK}”，请补上")
        for line, column in own
    )
    lines = {line for line, _ in own}
    rest = (w for w in document.warnings if w.code != "lost-characters" or w.line not in lines)
    return replace(document, warnings=(*told, *rest))


def _read_pdf(name: str, data: bytes, settings: Settings) -> tuple[Document, ...]:
    # PDFium is loaded only for those who need it.
    from corpus.reading.pdf import read_pdf

    return read_pdf(name, data, settings)


def _read_markup(name: str, data: bytes, settings: Settings) -> tuple[Document, ...]:
    entries, lost = markup_entries(name, data)
    documents = documents_of(entries, PurePath(name).name, settings)
    if not documents or not lost:
        return documents
    message = f"有 {lost} 张图片没有读入：不在文件里，或不是照片的格式，或在表格里"
    first = documents[0]
    told = replace(first, warnings=(*first.warnings, Caution("pictures", None, message)))
    return (told, *documents[1:])


READERS: dict[str, Reader] = {
    ".txt": _read_plain,
    ".text": _read_plain,
    ".docx": read_word,
    ".pdf": _read_pdf,
    **dict.fromkeys(LEGACY, read_legacy),
    **dict.fromkeys(MARKUP, _read_markup),
}
SUFFIXES: frozenset[str] = frozenset(READERS)
# What people call these files, for the pages that take them.
READABLE = (
    "Word（docx）、旧版 Word 和 WPS（doc、wps，要装 LibreOffice）、带文字的 PDF、"
    "ODT、RTF、EPUB、网页、Markdown 和文本文件"
)

_SHEET = (
    "这是电子表格，不是文稿",
    "要按名单批量生成，请到“批量生成”上传（命令行用 nigao batch）；文稿请另存为 .docx",
)
_TEMPLATE = ("这是 Word 或 WPS 的模板文件，不是文稿", "请用 WPS 或 Word 打开后另存为 .docx")
_MACROS = ("带宏的 Word 文件不安全", "请用 WPS 或 Word 打开后另存为不带宏的 .docx")
_FIXED = (
    "不能读取 OFD 版式文件",
    "请用 OFD 阅读器另存为 PDF（要带文字，不是图像）后再试，或找到原来的 .docx",
)
_PICTURE = (
    "这是图片，里面的字还读不出来",
    "请用手机或 WPS 把图片转成文字，存成 .docx 再上传",
)
_PACKED = ("这是压缩包", "请先解压，再把里面的文件夹拖进来")
_SLIDES = ("这是演示文稿，不是公文", "要用里面的文字，请复制到 Word 里存成 .docx")
_REFUSED: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg"),
        _PICTURE,
    ),
    **dict.fromkeys((".zip", ".rar", ".7z"), _PACKED),
    **dict.fromkeys((".ppt", ".pptx", ".dps"), _SLIDES),
    **dict.fromkeys((".xlsx", ".xls", ".et", ".csv", ".ods"), _SHEET),
    **dict.fromkeys((".dot", ".dotx", ".wpt"), _TEMPLATE),
    **dict.fromkeys((".docm", ".dotm"), _MACROS),
    ".ofd": _FIXED,
}
