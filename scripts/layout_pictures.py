"""Pictures of every named layout for docs/gallery: `python scripts/layout_pictures.py`.

Pages of the tests' own samples about invented places, as the preview draws them.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from corpus.document import Document  # noqa: E402
from generator.layout.preview import Preview  # noqa: E402
from tests.generator.layout import samples  # noqa: E402

WIDTH = 900
PICTURES: dict[str, tuple[Document, int]] = {
    "document": (samples.official(), 1),
    "document-end": (samples.official(), -1),
    "joint": (samples.joint(), 1),
    "joint-end": (samples.joint(), -2),
    "letter": (samples.letter(), 1),
    "minutes": (samples.minutes(), -1),
    "plain": (samples.plan(), 1),
    "order": (samples.order(), 1),
    "stamps": (samples.motion(), -1),
    "recipients": (samples.crowded(), -1),
    "apart": (samples.apart(), 6),
    "turned": (samples.plan(), -3),
}
"""By name: the document and its page, counted from the end where negative."""


def main() -> int:
    """0 when every picture was drawn."""
    folder = ROOT / "docs" / "gallery"
    for name, (document, page) in PICTURES.items():
        preview = Preview.of(document)
        number = page if page > 0 else preview.pages + 1 + page
        path = folder / f"layout-{name}.png"
        path.write_bytes(preview.png(number, WIDTH))
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
