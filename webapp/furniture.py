"""What every page has: tabs, the person, the unit, and how dates are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request
from markupsafe import Markup

from generator.layout import fonts, title
from generator.layout.unprintable import unprintable
from webapp.context import known_lists, preferences, signed_in, unit


@dataclass(frozen=True, slots=True)
class Tab:
    """A place in the top bar: its name, its endpoint, the paths that belong to it."""

    name: str
    endpoint: str
    paths: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Whether the page at `path` stands under this tab."""
        return any(path == own or path.startswith(own + "/") for own in self.paths)


TABS: tuple[Tab, ...] = (
    Tab("首页", "home.index", ("/",)),
    Tab("找范文", "search.index", ("/search", "/documents")),
    Tab("新建文稿", "drafts.new", ("/new", "/templates")),
    Tab("我的文稿", "drafts.index", ("/drafts", "/bin")),
    Tab("批量生成", "batches.index", ("/batches",)),
    Tab("文库", "library.index", ("/library",)),
    Tab("一键排版", "formatting.index", ("/format",)),
    Tab("设置", "unit_settings.names", ("/settings",)),
)


def register(app: Flask) -> None:
    """Give the pages of `app` their tabs, person, unit and filters."""
    htmx = (Path(app.static_folder or "") / "vendor" / "htmx.min.js").is_file()

    @app.context_processor
    def frame() -> dict[str, Any]:
        current = next((tab.name for tab in TABS if tab.holds(request.path)), "")
        return {
            "tabs": TABS,
            "current_tab": current,
            "person": signed_in(),
            "preferences": preferences(),
            "unit_name": unit().name,
            "htmx": htmx,
        }

    app.add_template_global(fonts.stand_ins)
    app.add_template_global(unprintable)
    app.add_template_global(known_lists)
    app.add_template_filter(when)
    app.add_template_filter(long_date)
    app.add_template_filter(spelt_date)
    app.add_template_filter(phrased)


def when(moment: datetime, now: datetime | None = None) -> str:
    """`moment` as the office says it: 今天 10:42, 昨天 17:20, 3月2日, 2025年3月2日."""
    local = _local(moment)
    today = _local(now or datetime.now(UTC))
    if local.date() == today.date():
        return f"今天 {local:%H:%M}"
    if local.date() == (today - timedelta(days=1)).date():
        return f"昨天 {local:%H:%M}"
    if local.year == today.year:
        return f"{local.month}月{local.day}日"
    return f"{local.year}年{local.month}月{local.day}日"


def long_date(moment: datetime) -> str:
    """`moment` as 2026年3月5日."""
    local = _local(moment)
    return f"{local.year}年{local.month}月{local.day}日"


def phrased(text: str, capacity: int) -> Markup:
    """`text` with a place to break after each phrase, lines of at most `capacity` characters."""
    return Markup("<wbr>").join(title.break_title(text, capacity=capacity))


def spelt_date(date: str) -> str:
    """An ISO date as 2026年3月5日; anything else as it is (a gap, a date in words)."""
    parts = date.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return date
    return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"


def _local(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
