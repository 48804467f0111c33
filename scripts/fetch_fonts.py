"""Fetch the free faces for the PDF into a folder, from Debian's packages, without root.

`python scripts/fetch_fonts.py FOLDER` may be run again at any time: what is there stays, unless its
outlines were turned in another way than now; such faces are fetched anew, and stay where that
cannot be. It keeps only font files and their licences, turns cubic outlines into TrueType ones,
which set faster, where fontTools is installed, and ends with status 1 and one line with the remedy
where a face could not be had. See docs/fonts.md for the licences.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_SECONDS = 900  # the largest package has 49 MB


@dataclass(frozen=True)
class Source:
    """A Debian package with fonts: what is kept of it, and where the system may have it."""

    folder: str
    package: str
    fonts: tuple[str, ...]
    licence: str
    note: str
    installed: str = ""


SOURCES = (
    Source(
        "fandol",
        "texlive-lang-chinese",
        (
            "FandolFang-Regular.otf",
            "FandolHei-Regular.otf",
            "FandolKai-Regular.otf",
            "FandolSong-Regular.otf",
            "FandolSong-Bold.otf",
        ),
        "usr/share/doc/texlive-doc/fonts/fandol/*",
        "仿宋、黑体、楷体、宋体",
    ),
    Source(
        "lxgw-wenkai",
        "fonts-lxgw-wenkai",
        ("LXGWWenKai-Regular.ttf",),
        "usr/share/doc/fonts-lxgw-wenkai/copyright",
        "人名用的生僻字",
        "/usr/share/fonts/truetype/lxgw-wenkai",
    ),
    Source(
        "wqy-microhei",
        "fonts-wqy-microhei",
        ("wqy-microhei.ttc",),
        "usr/share/doc/fonts-wqy-microhei/copyright",
        "网页和其余字符",
        "/usr/share/fonts/truetype/wqy",
    ),
)


# What stands beside faces with other outlines than they were published with (GPL-3, 5 a). Other
# words than these say that the outlines were turned in another way: whoever changes the way,
# changes the number.
_CHANGED = "CHANGED.txt"
_CHANGE = """\
The .ttf files in this folder were made on this machine, by scripts/fetch_fonts.py of Nigao with
fontTools (way 2), from the .otf files of the same names in the Debian package
{package}: their cubic outlines (CFF) were turned into quadratic ones (TrueType),
which lie at most two thousandths of the size beside them. Nothing else was changed.
"""


def complete(source: Source, target: Path) -> bool:
    """Whether the fonts of `source` are in `target`, turned or not, or installed on the system."""
    own = target / source.folder
    here = all((own / name).is_file() or _turned(own / name).is_file() for name in source.fonts)
    system = Path(source.installed)
    return here or bool(source.installed and all((system / f).is_file() for f in source.fonts))


def outdated(source: Source, target: Path) -> bool:
    """Whether faces of `source` in `target` were turned in another way than `turn` does now."""
    own = target / source.folder
    if not any(_turned(own / name).is_file() for name in source.fonts if name.endswith(".otf")):
        return False
    note = own / _CHANGED
    return not note.is_file() or note.read_text("utf-8") != _note(source)


def fetch(source: Source, target: Path) -> None:
    """Put the fonts and licence of `source` into `target`; nothing half-done is left behind.

    Raises OSError or subprocess.SubprocessError where apt-get or dpkg-deb cannot do it.
    """
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fonts-", dir=target) as scratch:
        place = Path(scratch)
        _run(place, "apt-get", "download", source.package)
        (archive,) = place.glob("*.deb")
        unpacked = place / "unpacked"
        _run(place, "dpkg-deb", "-x", str(archive), str(unpacked))
        kept = place / source.folder
        kept.mkdir()
        for name in source.fonts:
            shutil.copyfile(next(unpacked.rglob(name)), kept / name)
        for licence in unpacked.glob(source.licence):
            if licence.suffix == ".gz":
                (kept / licence.stem).write_bytes(gzip.decompress(licence.read_bytes()))
            elif licence.is_file():
                shutil.copyfile(licence, kept / licence.name)
        turn(source, kept)
        final = target / source.folder
        if final.exists():
            shutil.rmtree(final)
        kept.rename(final)


def turn(source: Source, folder: Path) -> None:
    """Give the faces of `source` in `folder` TrueType outlines; one that cannot have them stays.

    One process for each core; a file is there whole or not at all.
    """
    cubic = [folder / name for name in source.fonts if name.endswith(".otf")]
    cubic = [path for path in cubic if path.is_file()]
    if not cubic:
        return
    with ProcessPoolExecutor(min(len(cubic), os.cpu_count() or 1)) as pool:
        refused = list(pool.map(_turn, cubic))
    for path, reason in zip(cubic, refused, strict=True):
        if reason is not None:
            print(f"{path.name} 保持原样（{reason}）：能用，排 PDF 慢一些", file=sys.stderr)
    if None in refused:
        (folder / _CHANGED).write_text(_note(source), "utf-8")


def _note(source: Source) -> str:
    return _CHANGE.format(package=source.package)


def _turned(path: Path) -> Path:
    return path.with_suffix(".ttf") if path.suffix == ".otf" else path


def _turn(path: Path) -> str | None:
    """Put TrueType outlines in the place of the face at `path`, or tell why that cannot be."""
    half = path.with_suffix(".part")
    try:
        from scripts import truetype  # the faces can be had without fontTools as well

        truetype.turn(path, half)
        half.replace(_turned(path))
        path.unlink()
    except Exception as error:  # of a broken file the library raises whatever it comes upon
        half.unlink(missing_ok=True)
        return str(error) or type(error).__name__
    return None


def _run(place: Path, *command: str) -> None:
    subprocess.run(command, cwd=place, check=True, timeout=_SECONDS, capture_output=True)


def main(arguments: list[str]) -> int:
    """Exit status: 0 all faces are there, 1 some could not be had, 2 wrong call."""
    if len(arguments) != 1:
        print("用法：python scripts/fetch_fonts.py 字体文件夹", file=sys.stderr)
        return 2
    target = Path(arguments[0]).absolute()  # commands below run in a folder of their own
    missing = []
    for source in SOURCES:
        had = complete(source, target)
        if had and not outdated(source, target):
            turn(source, target / source.folder)
            continue
        print(f"正在取{source.note}的字体（{source.package}）……", file=sys.stderr)
        try:
            fetch(source, target)
        except (OSError, subprocess.SubprocessError, StopIteration, ValueError):
            if had:
                print(f"没有取到 {source.package}，原有的字体照常使用", file=sys.stderr)
            else:
                missing.append(source)
    if not missing:
        return 0
    names = " ".join(source.package for source in missing)
    print(
        f"没有取到字体包 {names}，PDF 将用系统里已有的字体代替；"
        f"联网并运行 apt-get update 后再运行一次，或把字体文件放进 {target}",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
