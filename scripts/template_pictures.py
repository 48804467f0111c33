"""The templates in pictures and in a table: `python scripts/template_pictures.py`.

Draws the first page of every sample into docs/gallery/templates and writes the table of
docs/samples.md between its marks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from generator.compose import compose  # noqa: E402
from generator.layout.preview import Preview  # noqa: E402
from generator.template import Template, shipped  # noqa: E402

WIDTH = 420
FOLDER = ROOT / "docs" / "gallery" / "templates"
PAGE = ROOT / "docs" / "samples.md"
BEGIN, END = "<!-- templates -->\n", "<!-- end of templates -->\n"
COMPOSITES = frozenset({
    "period", "people", "table", "leading-group", "work-groups", "phases", "tasks", "budget",
    "indicators", "chart", "returns",
})  # fmt: skip


def table() -> str:
    """The Markdown table of the shipped templates."""
    return "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    yield "| id | title | genre | fields (required) | composite values |"
    yield "|---|---|---|---|---|"
    for template in shipped().values():
        yield _row(template)


def _row(template: Template) -> str:
    fields = template.fields.values()
    required = sum(field.required for field in fields)
    kinds = ", ".join(sorted({field.type for field in fields} & COMPOSITES))
    picture = f"[`{template.id}`](gallery/templates/{template.id}.png)"
    return (
        f"| {picture} | {template.title} | {template.genre} "
        f"| {len(template.fields)} ({required}) | {kinds} |"
    )


def main() -> int:
    """0 when every picture was drawn; pictures of templates that are gone are removed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.png"):
        if path.stem not in shipped():
            path.unlink()
    for template in shipped().values():
        preview = Preview.of(compose(template, template.sample_inputs()).document)
        (FOLDER / f"{template.id}.png").write_bytes(preview.png(1, WIDTH))
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + table() + END + rest.partition(END)[2], "utf-8")
    print(f"{len(shipped())} templates pictured and listed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
