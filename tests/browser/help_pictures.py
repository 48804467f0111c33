"""The pictures of the help: a part of a page each, small; `webapp/static/help` holds them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import BrowserContext, Page

from tests.browser import gallery, pasts
from tests.browser.gallery import BATCHED, FIRE, Stage
from webapp.help import PICTURES

WIDTH = 720
"""Pixels across as the help shows them; they are kept at one and a half times that."""
SHARPER = 1.5
CELLS = (36, 24)
"""Two pictures are compared as so many cells of grey: words and figures may differ."""
ALIKE = 22.0
"""Mean difference of two cells, of 255, from which on a picture counts as stale."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page: the place, what is done there, and left, top, right, bottom in pixels
    of a window of 1366 × 768."""

    name: str
    path: Callable[[Stage], str]
    act: Callable[[Page, Stage], object] = lambda page, stage: None
    box: tuple[int, int, int, int] = (0, 44, 1366, 700)


HELP: tuple[Picture, ...] = (
    Picture("write-choose", lambda s: f"/new?template={FIRE}"),
    Picture("write-form", lambda s: f"/drafts/{s.draft}", gallery._group("tasks")),
    Picture("write-hand", lambda s: f"/drafts/{s.by_hand}", gallery._hand),
    Picture("past-choose", lambda s: pasts.choice(s.served), box=(0, 44, 1366, 480)),
    Picture("past-list", lambda s: pasts.choice(s.served), lambda page, _: pasts.begin(page)),
    Picture(
        "versions-menu", lambda s: f"/drafts/{s.kept}", gallery._versions, box=(683, 44, 1366, 390)
    ),
    Picture("versions-changes", lambda s: f"/drafts/{s.kept}/versions?of=1&show=changes"),
    Picture("find-results", lambda s: "/search?q=消防+整治"),
    Picture("find-document", gallery._first_document),
    Picture("batch-check", lambda s: f"/batches/new?template={BATCHED}", gallery._check),
    Picture("batch-results", lambda s: f"/batches/{s.batch}"),
    Picture("format", lambda s: "/format", box=(0, 44, 1366, 560)),
    Picture("library", lambda s: "/library", box=(0, 44, 1366, 620)),
    Picture("settings-staff", lambda s: "/settings/staff", box=(90, 44, 1280, 560)),
    Picture("backup", lambda s: "/settings/data", box=(90, 44, 1280, 360)),
)


def taken(context: BrowserContext, stage: Stage, picture: Picture) -> Image.Image:
    """The picture, taken when everything in view has arrived, at the width it is kept in."""
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(stage.served.address + picture.path(stage))
    picture.act(page, stage)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")
    left, top, right, bottom = picture.box
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    data = page.screenshot(clip=clip)  # type: ignore[arg-type]
    page.close()
    whole = Image.open(io.BytesIO(data)).convert("RGB")
    height = round(WIDTH * SHARPER * whole.height / whole.width)
    return whole.resize((round(WIDTH * SHARPER), height), Image.Resampling.LANCZOS)


def keep(context: BrowserContext, stage: Stage, folder: Path = PICTURES) -> list[Path]:
    """All pictures taken anew into `folder`, with the list of their sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes, kept = {}, []
    for picture in HELP:
        made = taken(context, stage, picture)
        path = folder / f"{picture.name}.webp"
        made.save(path, quality=72, method=6)
        sizes[picture.name] = (WIDTH, round(made.height / SHARPER))
        kept.append(path)
    for path in folder.glob("*.webp"):
        if path not in kept:
            path.unlink()
    (folder / "sizes.json").write_text(json.dumps(sizes, indent=1) + "\n", "utf-8")
    return kept


def difference(kept: Path, now: Image.Image) -> float:
    """How far the kept picture is from one taken now, as mean difference of their cells."""
    with Image.open(kept) as old:
        cells = (image.convert("L").resize(CELLS, Image.Resampling.BOX) for image in (old, now))
        return float(ImageStat.Stat(ImageChops.difference(*cells)).mean[0])
