"""A Word file's XML held against the checks: what it asks for, before anything is rendered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.layout import gbt9704
from generator.layout.measure import wording
from generator.layout.measure.anatomy import DATE, DOC_NUMBER, IMPRINT, LABEL, LIST
from generator.layout.measure.checks import Measured, found
from generator.layout.measure.faces import face_of, genuine
from generator.layout.measure.grid import TOPS
from generator.layout.measure.word_file import Paragraph, Section, WordFile
from generator.layout.widths import characters

_HEIGHTS = {"A": 225.0, "B": 229.84}


def checked(file: WordFile) -> Iterator[Measured]:
    """What the XML of `file` comes to; only what it says."""
    own = [p for p in file.paragraphs if not p.in_table]
    size = _text_size(own if any(p.text for p in own) else file.paragraphs)
    labels = [n for n, p in enumerate(own) if LABEL.match(p.text)]
    main = own[: labels[0]] if labels else own
    yield from _pages(file.sections)
    yield from _text(main, size)
    title = _title(main, size)
    yield from _title_checks(title)
    # What stands farther in, such as the list of attachments, is no heading.
    lines = [p for p in own if p.text and p.look.left + p.look.first < 3]
    yield from wording.levels([(p.text, face_of(p.first.family), "") for p in lines])
    yield from _numbers(file)
    date = _date(main, size)
    yield from wording.forms(
        _doc_number(main, title), main[date].text if date is not None else "", _printed(file), ""
    )
    if date is not None:
        yield from _sign_off(main, date)
    yield from _attachments(own, main, labels, size)
    imprint = [p.text for p in file.paragraphs if IMPRINT.search(p.text) and p.look.size < 15.2]
    yield from wording.copies("".join(imprint))
    yield _families(file.paragraphs)


def _text_size(own: Sequence[Paragraph]) -> float:
    counts: Counter[float] = Counter()
    for paragraph in own:
        counts[paragraph.look.size] += len(paragraph.text)
    return counts.most_common(1)[0][0]


def _pages(sections: Sequence[Section]) -> Iterator[Measured]:
    """L01–L03 of every upright section; the turned ones have the same paper."""
    odd = next((s for s in sections if _off_paper(s)), None)
    shown = odd or sections[0]
    yield found("paper", f"{shown.width:.1f} mm × {shown.height:.1f} mm", odd is None)
    upright = [section for section in sections if section.upright]
    if not upright:
        return
    own = max(upright, key=lambda s: abs(s.left - 28))
    yield found("left", f"{own.left:.1f} mm", abs(own.left - 28) <= 1)
    own = max(upright, key=lambda s: abs(_width(s) - 156))
    yield found("width", f"{_width(own):.1f} mm", abs(_width(own) - 156) <= 0.5)
    own = max(upright, key=lambda s: min(abs(s.top - t) for t in TOPS.values()))
    model = next((m for m, t in TOPS.items() if abs(own.top - t) <= 1), "")
    named = f"（{model} 型）" if model else ""
    yield found("top", f"{own.top:.1f} mm{named}", bool(model))
    height = own.height - own.top - own.bottom
    ok = bool(model) and abs(height - _HEIGHTS[model]) <= 1
    yield found("height", f"{height:.1f} mm{named if ok else ''}", ok)


def _off_paper(section: Section) -> bool:
    short, long = sorted((section.width, section.height))
    return abs(short - 210) > 0.5 or abs(long - 297) > 0.5


def _width(section: Section) -> float:
    return section.width - section.left - section.right


def _text(main: Sequence[Paragraph], size: float) -> Iterator[Measured]:
    """L04 over the paragraphs that end like sentences and stand at neither side nor centre."""
    running = [
        p
        for p in main
        if p.text.endswith(("。", "！", "？"))
        and len(p.text) > 28
        and p.look.align in ("left", "both", "justify", "distribute")
        and p.look.left < 0.5
    ]
    if not running:
        return
    yield found("size", f"{size:g} 磅", 15.5 <= size <= 16.5)
    family = Counter(p.look.family for p in running).most_common(1)[0][0]
    face = face_of(family)
    yield found("face", face or family or "没有指定", face == "仿宋")
    wrong = [p for p in running if abs(p.look.first - 2) > 0.1]
    shown = (wrong or running)[0].look.first
    many = f"（{len(wrong)} 段）" if wrong else ""
    yield found("indent", f"{shown:.2f} 字{many}", len(wrong) * 10 <= len(running))


def _title(main: Sequence[Paragraph], size: float) -> Paragraph | None:
    """The first larger paragraph that is not red, or else the first centred one."""
    black = [p for p in main[:30] if p.text and not p.look.red]
    larger = [p for p in black if p.look.size >= size + 2]
    centred = [p for p in black if p.look.align == "center" and not DOC_NUMBER.match(p.text)]
    return next(iter(larger or centred), None)


def _title_checks(title: Paragraph | None) -> Iterator[Measured]:
    if title is None:
        return
    yield found("title-size", f"{title.look.size:g} 磅", 21 <= title.look.size <= 22.1)
    face = face_of(title.look.family)
    yield found("title-face", face or title.look.family or "没有指定", face == "小标宋")
    centred = title.look.align == "center" and abs(title.look.first) < 0.1
    yield found("title-centre", "居中" if centred else "没有居中", centred)


def _numbers(file: WordFile) -> Iterator[Measured]:
    """L12 as far as the footers say it: form and sides."""
    if not file.footers:
        yield found("number-form", "没有页码", False)
        return
    texts = {kind: footer.text for kind, footer in file.footers.items()}
    odd = next((text for text in texts.values() if text != "—#—"), "")
    yield found("number-form", (odd or "—#—").replace("#", " 1 "), not odd)
    right = file.footers.get("default")
    left = file.footers.get("even")
    ok = (
        file.mirrored
        and right is not None
        and left is not None
        and (right.align, left.align) in (("right", "left"), ("outside", "outside"))
    )
    sides = {"center": "居中", "right": "居右", "left": "居左", "both": "居左", "outside": "外侧"}
    text = "单双页一样" if not file.mirrored or left is None else ""
    if right is not None:
        text += sides.get(right.align, right.align)
    if file.mirrored and left is not None:
        text = f"单页{text}，双页{sides.get(left.align, left.align)}"
    yield found("number-side", text, ok)


def _doc_number(main: Sequence[Paragraph], title: Paragraph | None) -> str:
    """The 发文字号 above the title, without a 份号 before it; minutes number as they like."""
    head = main[: main.index(title)] if title is not None else ()
    if any(p.look.red and p.text.endswith("纪要") for p in head):
        return ""
    texts = [re.sub(r"^\d{6}(?=\D)", "", p.text) for p in head if not p.look.red]
    match = next((m for text in texts if (m := DOC_NUMBER.match(text))), None)
    return match[1] if match else ""


def _printed(file: WordFile) -> str:
    return next((p.text for p in reversed(file.paragraphs) if p.text.endswith("印发")), "")


def _date(main: Sequence[Paragraph], size: float) -> int | None:
    """Where the date of the sign-off is: the last one that stands to the right."""
    for n in range(len(main) - 1, -1, -1):
        look = main[n].look
        if (
            DATE.match(main[n].text)
            and abs(look.size - size) < 0.6
            and (look.align in ("right", "center") or look.left + look.first > 6)
        ):
            return n
    return None


def _sign_off(main: Sequence[Paragraph], n: int) -> Iterator[Measured]:
    """L14 from indents: of the two ways, with a seal and without one, the nearer."""
    name, date = main[n - 1] if n else None, main[n]
    places = [_span(p) for p in (name, date) if p is not None]
    if name is not None and not name.text:
        yield from _stamp(main, n)
        return
    if name is None or len(places) < 2 or None in places:
        return
    (begun, ended), (start, end) = [place for place in places if place is not None]
    space, last = gbt9704.CHARACTERS - ended, gbt9704.CHARACTERS - end
    step = start - begun
    longer = end - start > ended - begun
    unsealed = max(wording.off_unsealed(space, last, longer), abs(step - 2))
    sealed = max(abs(last - 4), abs((start + end) / 2 - (begun + ended) / 2))
    way = "不盖章" if unsealed <= sealed else "盖章"
    yield found(
        "sign-off",
        f"{way}：署名右空 {space:.1f} 字，日期右空 {last:.1f} 字，日期比署名右移 {step:.1f} 字",
        min(unsealed, sealed) <= 0.3,
    )


def _stamp(main: Sequence[Paragraph], n: int) -> Iterator[Measured]:
    """L14 of a sign-off by stamps 签名章, a line or more above the date (B9, 7.3.5.3)."""
    above = next((p for p in reversed(main[max(n - 5, 0) : n]) if p.text), None)
    date = _span(main[n])
    if above is None or date is None or not wording.is_post(above.text):
        return
    last = gbt9704.CHARACTERS - date[1]
    faults, text = [abs(last - 4)], f"签名章：日期右空 {last:.1f} 字"
    if above.column is not None:
        start, name = above.column
        end = above.look.left + characters(above.text.removesuffix(name))
        space = gbt9704.CHARACTERS - start - characters(name) - above.spread
        faults += [abs(space - 4), abs(start - end - 2)]
        text += f"，签名章右空 {space:.1f} 字，与职务相距 {start - end:.1f} 字"
    yield found("sign-off", text, max(faults) <= 0.3)


def _span(paragraph: Paragraph) -> tuple[float, float] | None:
    """Where a one-line paragraph begins and ends, in characters from the left edge."""
    look, wide = paragraph.look, characters(paragraph.text) + paragraph.spread
    if paragraph.column is not None:
        start, text = paragraph.column
        return start, start + characters(text)
    if look.align == "right":
        end = gbt9704.CHARACTERS - look.right
        return end - wide, end
    if look.align == "center":
        return None
    start = look.left + look.first
    return start, start + wide


def _attachments(
    own: Sequence[Paragraph], main: Sequence[Paragraph], labels: Sequence[int], size: float
) -> Iterator[Measured]:
    listed = _listed(main)
    openings = [_opening(own, n, size) for n in labels]
    if listed or labels:
        yield wording.attachments(listed, [title.text if title else "" for title, _ in openings])
    if not labels:
        return
    marks = [own[n] for n in labels]
    late = any(not p.opens_page for p in marks)
    inward = any(
        p.look.left + p.look.first > 0.3 or p.look.align in ("center", "right") for p in marks
    )
    text = "没有另起一页" if late else "没有顶格" if inward else "新页第一行顶格"
    yield found("attachment-page", text, not (late or inward))
    odd = next((p for p in marks if not _is_label(p)), None)
    look = (odd or marks[0]).look
    face = face_of(look.family) or look.family
    yield found("attachment-label", f"{look.size:g} 磅 {face}", odd is None)
    titles = [(title, line) for title, line in openings if title is not None]
    if titles:
        off = next((line for title, line in titles if line != 3), 0)
        aside = any(title.look.align != "center" for title, _ in titles)
        text = "没有居中" if aside else f"在第 {off} 行" if off else "居中，在第三行"
        yield found("attachment-title", text, not (aside or off))


def _is_label(paragraph: Paragraph) -> bool:
    return abs(paragraph.look.size - 16) <= 0.5 and face_of(paragraph.look.family) == "黑体"


def _listed(main: Sequence[Paragraph]) -> list[str]:
    """The names in the list of attachments, without their numbers."""
    starts = [n for n, p in enumerate(main) if LIST.match(p.text) and len(p.text) > 3]
    if not starts:
        return []
    names = []
    for n, paragraph in enumerate(main[starts[-1] :]):
        numbered = re.match(r"(?:附件[：:])?(\d+[.．、])?(.*)", paragraph.text)
        if numbered is None or not paragraph.text or (n and not numbered[1]):
            break
        names.append(numbered[2])
    return names


def _opening(own: Sequence[Paragraph], n: int, size: float) -> tuple[Paragraph | None, int]:
    """An attachment's title and the line that it stands on, empty paragraphs counted."""
    for line, paragraph in enumerate(own[n + 1 : n + 6], 2):
        if paragraph.text:
            larger = paragraph.look.size >= size + 2
            return (paragraph, line) if larger else (None, 0)
    return None, 0


def _families(paragraphs: Sequence[Paragraph]) -> Measured:
    """L21: families that the file asks for and that no class of the standard names."""
    asked = {p.look.family for p in paragraphs if p.text} | {
        p.first.family for p in paragraphs if p.text
    }
    odd = sorted(family or "（没有指定）" for family in asked if not genuine(family))
    return found("fonts", f"另用了 {'、'.join(odd)}" if odd else "都属标准的字体类别", not odd)
