"""The formats in which a document leaves: one entry a format, ours and pandoc's alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc  # type: ignore[import-untyped]

from corpus.document import Document
from corpus.plain import plain_text
from generator.errors import LayoutError
from generator.layout import odt, pdf, word
from generator.layout.images import Images
from generator.layout.markdown import markdown
from generator.layout.profile import STANDARD, Profile

Writer = Callable[[Document, Images | None, Profile], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its suffix, what people call it, its media type, and what writes it."""

    suffix: str
    name: str
    media_type: str
    write: Writer


def _pdf(document: Document, images: Images | None, profile: Profile) -> bytes:
    return pdf.write(document, images, profile).data


def _markdown(document: Document, images: Images | None, _: Profile) -> bytes:
    return markdown(document, images).encode()


def _plain(document: Document, _: Images | None, __: Profile) -> bytes:
    return plain_text(document).encode()


def _pandoc(suffix: str, *options: str) -> Writer:
    """A writer that hands our Markdown to pandoc and takes the file that it makes."""

    def write(document: Document, images: Images | None, _: Profile) -> bytes:
        with TemporaryDirectory(prefix="nigao-") as folder:
            path = Path(folder) / f"document{suffix}"
            title = document.title or "文稿"
            try:
                pypandoc.convert_text(
                    markdown(document, images),
                    suffix[1:],
                    format="markdown-smart-yaml_metadata_block-raw_html-raw_tex-tex_math_dollars",
                    outputfile=str(path),
                    extra_args=[
                        "--standalone",
                        "--sandbox",
                        "--quiet",
                        f"--metadata=pagetitle:{title}",
                        "--metadata=lang:zh-CN",
                        *options,
                    ],
                )
            except (OSError, RuntimeError) as error:
                raise LayoutError(
                    f"pandoc 没有写成 {suffix} 文件：{str(error).strip().splitlines()[-1]}",
                    where=suffix,
                    remedy="改用 .docx 或 .pdf",
                ) from error
            return path.read_bytes()

    return write


FORMATS: dict[str, Format] = {
    entry.suffix: entry
    for entry in (
        Format(
            ".docx",
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            word.write,
        ),
        Format(".pdf", "PDF", "application/pdf", _pdf),
        Format(".md", "Markdown", "text/markdown; charset=utf-8", _markdown),
        Format(".txt", "纯文本", "text/plain; charset=utf-8", _plain),
        Format(
            ".odt",
            "OpenDocument",
            "application/vnd.oasis.opendocument.text",
            odt.write,
        ),
        Format(".html", "网页", "text/html; charset=utf-8", _pandoc(".html")),
        Format(".rtf", "RTF", "application/rtf", _pandoc(".rtf")),
        Format(".epub", "电子书", "application/epub+zip", _pandoc(".epub")),
    )
}


def write(
    document: Document,
    suffix: str,
    images: Images | None = None,
    profile: Profile = STANDARD,
    *,
    archival: bool = False,
) -> bytes:
    """The document in the format of `suffix` (`.docx`, `.pdf` …), the same bytes each time.

    `images` gives a figure's bytes by its key; `profile` says where Word and PDF leave the
    standard; `archival` makes a PDF PDF/A-2a. Raises `LayoutError` for an unknown suffix or a
    document that cannot be laid out.
    """
    entry = FORMATS.get(suffix.lower())
    if entry is None:
        raise LayoutError(
            f"不会写 {suffix or '没有后缀'} 格式",
            where=suffix,
            remedy=f"可用的格式有 {'、'.join(FORMATS)}",
        )
    if archival and entry.suffix == ".pdf":
        return pdf.write(document, images, profile, archival=True).data
    return entry.write(document, images, profile)
