"""Pictures of every page for docs/gallery, and those of the help for webapp/static/help.

`python scripts/screenshots.py` from the repository takes all of them, `--help-only` those of the
help, beginnings of names (`10-settings 11-`) those of the gallery that begin so: the same pictures
that the browser tests take and look at.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import help_pictures  # noqa: E402
from tests.browser.gallery import SHOTS, prepare, take  # noqa: E402
from tests.browser.serving import Complaints, launched, serving, session  # noqa: E402


def main(arguments: list[str]) -> int:
    """0 when every picture was taken without a complaint of the browser, else 1."""
    folder = ROOT / "docs" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    complaints = Complaints()
    with TemporaryDirectory() as scratch, serving(Path(scratch) / "home") as served:
        stage = prepare(served, Path(scratch))
        with launched() as browser:
            context = session(browser, served, complaints)
            wanted = tuple(name for name in arguments if not name.startswith("--"))
            if not wanted:
                for path in help_pictures.keep(context, stage):
                    print(path)
            for shot in () if "--help-only" in arguments else SHOTS:
                if not wanted or shot.name.startswith(wanted):
                    print(take(context, stage, shot, folder))
            context.close()
    for complaint in complaints.unexpected:
        print(complaint, file=sys.stderr)
    return 1 if complaints.unexpected else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
