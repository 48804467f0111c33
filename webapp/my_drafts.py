"""我的文稿: the list of drafts, found by words and genre; copying and deleting them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus import pinyin
from corpus.errors import CorpusError
from corpus.library import Wanted
from corpus.library.draft_list import ORDERS, Order
from generator import template
from generator.errors import GeneratorError
from webapp import bin, choosing
from webapp.context import library, scope, user

LISTED = 200
OTHER = "其他"
ORDER_WORDS: dict[Order, str] = {
    "updated": "最近改的在前",
    "created": "新建的在前",
    "title": "按标题拼音",
    "gaps": "待补多的在前",
}


def index() -> ResponseReturnValue:
    """The drafts of this person that hold all the words asked for, 200 on a page."""
    seen = scope()
    words = request.args.get("q", "").strip()[:200]
    genre = request.args.get("genre", "")
    order = next((one for one in ORDERS if one == request.args.get("order")), ORDERS[0])
    counts = library().draft_list.templates(seen, Wanted(words))
    genres: Counter[str] = Counter()
    for id, count in counts.items():
        genres[genre_of(id)] += count
    chosen = [id for id in counts if genre_of(id) == genre]
    wanted = Wanted(words, chosen if genre else None)
    total = library().draft_list.count(seen, wanted)
    pages = max(1, -(-total // LISTED))
    text = request.args.get("page", "1")
    page = min(max(int(text), 1), pages) if text.isascii() and text.isdecimal() else 1
    offset = (page - 1) * LISTED
    return render_template(
        "drafts.html",
        drafts=library().draft_list.page(seen, wanted, order=order, limit=LISTED, offset=offset),
        total=total,
        whole=library().draft_list.count(seen),
        words=words,
        genre=genre,
        genres=sorted(genres.items(), key=lambda pair: (-pair[1], pinyin.key(pair[0]))),
        order=order,
        orders=ORDER_WORDS,
        page=page,
        pages=pages,
        asked={
            name: value
            for name, value in (("q", words), ("genre", genre), ("order", order))
            if value and value != ORDERS[0]
        },
        binned=library().bin.count(seen),
        genre_of=genre_of,
        mine=user().id,
    )


def delete(draft_id: int) -> ResponseReturnValue:
    """Put a draft into the bin; the toast takes it out again."""
    return _delete([draft_id])


def delete_chosen() -> ResponseReturnValue:
    """Put the chosen drafts into the bin; the page asks before."""
    return _delete(choosing.chosen("draft", "草稿", "删除"))


def duplicate(draft_id: int) -> ResponseReturnValue:
    """A draft of one's own with the same contents and photos, opened at once."""
    record = library().drafts.get(draft_id, scope())
    copy = library().drafts.create(
        user().id,
        record.template_id,
        record.template_sha256,
        library().template_text(record.template_sha256),
        record.inputs,
        record.sections,
        f"{record.title}（复制）",
        gaps=record.gaps,
        residue=record.residue,
        unchecked=record.unchecked,
    )
    library().pictures.adopt(copy.id, record.id)
    flash(f"这是《{record.title}》的复制件，原来那份没有动", "message")
    return redirect(url_for("drafts.show", draft_id=copy.id), 303)


@cache
def genre_of(template_id: str) -> str:
    """The genre of the drafts that this template makes; 其他 for one that is shipped no longer."""
    try:
        return template.get(template_id).genre
    except (GeneratorError, CorpusError):
        return OTHER


def _delete(ids: list[int]) -> ResponseReturnValue:
    titles = [library().drafts.get(id, scope()).title for id in ids]
    for id in ids:
        library().drafts.delete(id, scope())
    flash(f"已删掉{choosing.named(titles, '份草稿')}", bin.undo(("draft", id) for id in ids))
    back: dict[str, Any] = {
        name: request.form[name] for name in ("q", "genre", "order") if request.form.get(name)
    }
    return redirect(url_for("drafts.index", **back))
