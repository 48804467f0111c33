"""The pictures of every page: what is prepared for them, and how each is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from corpus.library import runner
from corpus.library.backup import FOLDER, back_up
from corpus.unit import PLACES, STAFF, Names, Related
from generator import roster, template
from generator.batch import BATCH, Order, plan_batch
from tests.browser import pasts, shelved, tabled
from tests.browser.kept import keep
from tests.browser.rolled import reports
from tests.browser.serving import HEIGHT, WIDTH, Served

FIRE, BATCHED = "fire-safety-campaign", "annual-priorities"
PEOPLE = (
    ("周", "街道党工委书记", "党政办公室"),
    ("陈", "街道办事处主任", "党政办公室"),
    ("曾", "街道办事处副主任", "综合治理办公室"),
    ("何", "网格长", "综合治理办公室"),
    ("李", "安全员", "应急管理办公室"),
)
UNITS = ("西坝", "北桥", "青石巷", "柳荫", "石榴园", "河沿", "新桥", "槐荫")


@dataclass(frozen=True, slots=True)
class Stage:
    """The prepared application: the draft to open, the batch that was made, the draft that has
    versions."""

    served: Served
    draft: int
    by_hand: int
    batch: int
    roster: Path
    kept: int = 0
    rolled: int = 0


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its file's name, the page it shows, what is done there before it is taken."""

    name: str
    path: Callable[[Stage], str]
    act: Callable[[Page, Stage], object] = lambda page, stage: None
    width: int = WIDTH
    height: int = HEIGHT


def prepare(served: Served, folder: Path) -> Stage:
    """Drafts, an export and a finished batch in the library of `served`; a roster in `folder`."""
    for id in ("flood-drought-plan", "grid-service-summary"):
        if id in template.shipped():
            _draft(served, id, lambda inputs: inputs)
    _settle(served)
    path = folder / "各社区工作要点.xlsx"
    path.write_bytes(_roster(wrong=3))
    clean = folder / "各社区.xlsx"
    clean.write_bytes(_roster(wrong=None))
    rolled = reports(served)
    job = _planned(served, clean, folder)
    runner.run(served.home, (BATCH,), workers=1, until=job)
    kept = keep(served)
    by_hand = _draft(served, FIRE, _with_gaps)
    draft = _draft(served, FIRE, _with_gaps)
    return Stage(served, draft, by_hand, job, path, kept, rolled)


def _settle(served: Served) -> None:
    """What the settings of a unit say, and a backup of it."""
    library = served.library
    others = (Related("青禾县人民政府", "县政府"), Related("综合治理办公室", "综治办", "科室"))
    names = Names("青禾县柳溪街道办事处", ("柳溪街道",), others)
    library.unit.save_names(names, library.unit.revision("names"))
    staff, _ = STAFF.read(
        {"姓名": f"{name}某某", "职务": post, "电话": "0000-5551234", "科室": office}
        for name, post, office in PEOPLE
    )
    library.unit.save_staff(staff, library.unit.revision("staff"))
    places, _ = PLACES.read({"名称": f"{name}社区"} for name in UNITS)
    library.unit.save_places(places, library.unit.revision("places"))
    if library.users.count() == 1:
        library.users.add("陈某某")
        back_up(library, served.home / FOLDER / "拟稿备份-20260305-104200.zip")


def _planned(served: Served, path: Path, folder: Path) -> int:
    entry = template.get(BATCHED)
    data = path.read_bytes()
    order = Order(entry, data, str(folder / "out"), (".docx", ".pdf"))
    read = roster.read(entry, path.name, data)
    return plan_batch(served.library, order, read, served.owner).id


def _draft(served: Served, id: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    entry = template.get(id)
    title = served.library.documents.list(served.scope, kind="sample")
    known = {e.name: e.title for e in title}.get(f"{id}.md", entry.title)
    inputs = change(entry.sample_inputs())
    return served.library.drafts.create(
        served.owner, id, entry.sha256, entry.text, inputs, [], known
    ).id


def _with_gaps(inputs: dict[str, Any]) -> dict[str, Any]:
    tasks = [dict(task) for task in inputs["重点任务"][:3]]
    del tasks[2]["时限"]
    return {name: v for name, v in inputs.items() if name != "报送日"} | {"重点任务": tasks}


def _roster(wrong: int | None) -> bytes:
    entry = template.get(BATCHED)
    rows = [
        entry.sample_inputs()
        | {"单位": f"青禾县柳溪街道{unit}社区居民委员会"}
        | ({"年度": "明年"} if number == wrong else {})
        for number, unit in enumerate(UNITS)
    ]
    return roster.workbook(entry, rows)


def _group(id: str) -> Callable[[Page, Stage], object]:
    def act(page: Page, stage: Stage) -> None:
        page.wait_for_selector("#draft[data-ready]")
        page.locator(f"#s-{id} a").click()

    return act


def _hand(page: Page, stage: Stage) -> None:
    page.wait_for_selector("#draft[data-ready]")
    if (edit := page.locator("#g-require button[name=edit]")).count():
        edit.click()
    page.locator("#g-require .edited-text").wait_for()
    page.locator("#s-require a").click()
    page.locator("#export summary").click()


def _table(page: Page, stage: Stage) -> None:
    page.wait_for_selector("#draft[data-ready]")
    page.get_by_label("第 2 行，名称").click()


def _versions(page: Page, stage: Stage) -> None:
    page.wait_for_selector("#draft[data-ready]")
    page.keyboard.press("Control+Shift+S")
    page.locator(".version-item").first.wait_for()


def _check(page: Page, stage: Stage) -> None:
    page.set_input_files("#roster", stage.roster)
    page.get_by_role("button", name="上传并核对").click()
    page.locator(".sheet-table").wait_for()
    page.keyboard.press("F8")


def _columns(page: Page, stage: Stage) -> None:
    _check(page, stage)
    page.get_by_role("link", name="改对应").click()
    page.locator(".columns-sheet").first.wait_for()


def _settings(page: Page, stage: Stage) -> None:
    """The folder of whoever takes the picture is nobody else's business."""
    page.get_by_text(str(stage.served.home)).evaluate("element => element.textContent = '~/nigao'")


def _first_document(stage: Stage) -> str:
    entry = stage.served.library.documents.list(stage.served.scope, kind="sample")[0]
    return f"/documents/{entry.id}"


SHOTS: tuple[Shot, ...] = (
    Shot("01-home", lambda s: "/"),
    Shot("02-search", lambda s: "/search?q=消防+整治"),
    Shot("02-search-sections", lambda s: "/search?q=消防+保障措施&mode=sections"),
    Shot("03-document", _first_document),
    Shot(
        "03-document-text",
        lambda s: f"{shelved.scheme(s.served)}?view=text",
        lambda page, _: shelved.choose_block(page),
    ),
    Shot("03-document-masked", lambda s: f"{shelved.scheme(s.served)}?masked=1"),
    Shot("03-document-corrections", lambda s: f"{shelved.scheme(s.served)}/corrections"),
    Shot("04-new", lambda s: f"/new?template={FIRE}"),
    Shot("05-workbench", lambda s: f"/drafts/{s.draft}", _group("tasks")),
    Shot("05-workbench-people", lambda s: f"/drafts/{s.draft}", _group("duty")),
    Shot("05-workbench-390", lambda s: f"/drafts/{s.draft}", width=390, height=844),
    Shot("05-workbench-by-hand", lambda s: f"/drafts/{s.by_hand}", _hand),
    Shot("05-workbench-table", lambda s: f"/drafts/{tabled.kept(s.served)}", _table),
    Shot(
        "05-workbench-table-390",
        lambda s: f"/drafts/{tabled.kept(s.served)}",
        _table,
        width=390,
        height=844,
    ),
    Shot("05-workbench-photos", lambda s: f"/drafts/{s.kept}", _group("scope")),
    Shot("05-workbench-versions", lambda s: f"/drafts/{s.kept}", _versions),
    Shot("04-past", lambda s: pasts.choice(s.served)),
    Shot("05-workbench-past", lambda s: pasts.choice(s.served), lambda page, _: pasts.begin(page)),
    Shot("05-workbench-find", lambda s: pasts.choice(s.served), lambda page, _: pasts.find(page)),
    Shot(
        "05-workbench-others",
        lambda s: pasts.choice(s.served),
        lambda page, _: pasts.others(page),
    ),
    Shot("06-drafts", lambda s: "/drafts"),
    Shot("06-versions", lambda s: f"/drafts/{s.kept}/versions"),
    Shot("06-versions-changes", lambda s: f"/drafts/{s.kept}/versions?of=1&show=changes"),
    Shot(
        "06-versions-390",
        lambda s: f"/drafts/{s.kept}/versions?of=1&show=changes",
        width=390,
        height=844,
    ),
    Shot("06-bin", lambda s: "/bin"),
    Shot("07-batch-check", lambda s: f"/batches/new?template={BATCHED}", _check),
    Shot("07-batch-columns", lambda s: f"/batches/new?template={BATCHED}", _columns),
    Shot("07-batch-results", lambda s: f"/batches/{s.batch}"),
    Shot("07-batch-rollup", lambda s: f"/batches/{s.rolled}/rollup?figure=0"),
    Shot("08-library", lambda s: "/library"),
    Shot("08-library-import", lambda s: f"/library/imports/{shelved.imported(s.served)}"),
    Shot("09-format", lambda s: "/format"),
    Shot("09-format-done", lambda s: "/format", lambda page, _: shelved.lay_out(page)),
    Shot(
        "09-format-390",
        lambda s: "/format",
        lambda page, _: shelved.lay_out(page),
        width=390,
        height=844,
    ),
    Shot("10-settings", lambda s: "/settings"),
    Shot("10-settings-staff", lambda s: "/settings/staff"),
    Shot("10-settings-layout", lambda s: "/settings/layout"),
    Shot("10-settings-screen", lambda s: "/settings/screen"),
    Shot("10-settings-data", lambda s: "/settings/data", _settings),
    Shot("10-settings-users", lambda s: "/settings/users"),
    Shot("11-help", lambda s: "/help"),
    Shot("11-help-write", lambda s: "/help/write"),
    Shot("12-welcome-people", lambda s: "/welcome/2"),
    Shot("12-welcome-390", lambda s: "/welcome/3", width=390, height=844),
)


def opened(context: BrowserContext, stage: Stage, shot: Shot) -> Page:
    """The page as the picture shows it, when everything in view has arrived."""
    page = context.new_page()
    page.set_viewport_size({"width": shot.width, "height": shot.height})
    page.goto(stage.served.address + shot.path(stage))
    shot.act(page, stage)
    page.wait_for_load_state("networkidle")
    return page


def take(context: BrowserContext, stage: Stage, shot: Shot, folder: Path) -> Path:
    """The picture as a PNG file in `folder`."""
    page = opened(context, stage, shot)
    path = folder / f"{shot.name}.png"
    page.screenshot(path=str(path))
    page.close()
    return path
