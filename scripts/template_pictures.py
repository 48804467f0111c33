"""A picture of the first page of every template's sample: `python scripts/template_pictures.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from generator.compose import compose  # noqa: E402
from generator.layout.preview import Preview  # noqa: E402
from generator.template import shipped  # noqa: E402

WIDTH = 420
FOLDER = ROOT / "docs" / "gallery" / "templates"


def main() -> int:
    """0 when every picture was drawn; pictures of templates that are gone are removed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.png"):
        if path.stem not in shipped():
            path.unlink()
    for template in shipped().values():
        preview = Preview.of(compose(template, template.sample_inputs()).document)
        (FOLDER / f"{template.id}.png").write_bytes(preview.png(1, WIDTH))
    print(f"{len(shipped())} pictures in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
