"""The elements of a PDF: title, headings, masthead, sign-off, attachments, imprint (L07–L19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.layout import gbt9704
from generator.layout.measure import anatomy, wording
from generator.layout.measure.anatomy import Anatomy, Annex
from generator.layout.measure.checks import Measured, found
from generator.layout.measure.faces import face_of
from generator.layout.measure.page import Row
from generator.layout.measure.rules import Rule

_MIDDLE = (anatomy.LEFT + anatomy.RIGHT) / 2
_CENTRED = 3.0
_LETTER = 170.0  # millimetres: the rules of a letter


def checked(own: Anatomy, first: Sequence[Rule], last: Sequence[Rule]) -> Iterator[Measured]:
    """What the elements come to; `first` and `last` are the rules of page 1 and `last_page`."""
    red = [rule for rule in first if rule.red]
    letter = [rule for rule in red if abs(rule.length - _LETTER) <= 6]
    yield from _title(own, red, letter)
    yield from _headings(own)
    yield from _mark(own, letter)
    yield from (_double(own, letter) if letter else _red_rule(own, red))
    yield from wording.forms(
        # Minutes are numbered as their body likes.
        "" if own.mark and own.mark[-1].text.endswith("纪要") else own.doc_number,
        own.date.text if own.date else "",
        own.imprint[-1].text if own.imprint else "",
        own.copy_number,
    )
    yield from _sign_off(own)
    yield from _attachments(own)
    black = None if letter else [rule for rule in last if not rule.red]
    yield from _imprint(own, black, official=bool(red) and not letter)
    yield from _company(own)


def _title(own: Anatomy, red: Sequence[Rule], letter: Sequence[Rule]) -> Iterator[Measured]:
    if not own.title:
        return
    size = own.title[0].size
    yield found("title-size", f"{size:g} 磅", 21 <= size <= 22.1)
    face = face_of(own.title[0].font)
    yield found("title-face", face or own.title[0].font, face == "小标宋")
    row = max(own.title, key=lambda r: abs(r.centre - _MIDDLE))
    away = row.centre - _MIDDLE
    side = "居中" if abs(away) <= _CENTRED else f"偏{'右' if away > 0 else '左'} {abs(away):.1f} mm"
    yield found("title-centre", side, abs(away) <= _CENTRED, f"第{row.page}页")
    above = [rule for rule in red if rule.y < own.title[0].top]
    if above and own.pitch and not letter:
        lines = (own.title[0].middle - own.pitch / 2 - above[-1].y) / own.pitch
        yield found("title-above", f"{lines:.1f} 行", abs(lines - 2) <= 0.5)


def _headings(own: Anatomy) -> Iterator[Measured]:
    two = own.left + 2 * own.character
    rows = [row for row in own.text if abs(row.start - two) < own.character / 2]
    lines = [(row.text, face_of(row.font), f"第{row.page}页") for row in rows]
    yield from wording.levels(lines)


def _mark(own: Anatomy, letter: Sequence[Rule]) -> Iterator[Measured]:
    if not own.mark:
        return
    top = own.mark[0].top
    if letter:
        yield found("mark-letter", f"{top:.1f} mm", abs(top - 30) <= 1.5)
        return
    below = top - anatomy.TOP
    order = own.mark[-1].text.endswith("令")
    wanted = 20 if order else gbt9704.MARK_TOP.mm
    key = "mark-order" if order else "mark"
    yield found(key, f"{below:.1f} mm", abs(below - wanted) <= 1.5)


def _red_rule(own: Anatomy, red: Sequence[Rule]) -> Iterator[Measured]:
    if not red:
        return
    rule = red[0]
    yield found("red-length", f"{rule.length:.1f} mm", abs(rule.length - 156) <= 1)
    if own.number_row is not None:
        # A bracket reaches lower than the characters that the distance is meant from.
        ink = [g.bottom for g in own.number_row.glyphs if anatomy.HAN.match(g.text)]
        gap = rule.y - rule.thickness / 2 - max(ink, default=own.number_row.bottom)
        yield found("red-gap", f"{gap:.1f} mm", abs(gap - gbt9704.RED_RULE_GAP.mm) <= 1)


def _double(own: Anatomy, letter: Sequence[Rule]) -> Iterator[Measured]:
    """L11: a thick and a thin rule under the mark, a thin and a thick one near the lower edge."""
    faults = []
    middle = own.sheets[0].height / 2
    upper = [rule for rule in letter if rule.y < middle]
    lower = [rule for rule in letter if rule.y > middle]
    if own.mark and upper and abs(upper[0].y - own.mark[-1].bottom - 4) > 1.5:
        faults.append(f"上线在标志下 {upper[0].y - own.mark[-1].bottom:.1f} mm")
    if lower and abs(own.sheets[0].height - lower[-1].y - 20) > 1.5:
        faults.append(f"下线距纸边 {own.sheets[0].height - lower[-1].y:.1f} mm")
    if not lower:
        faults.append("没有下线")
    for name, pair, heavier in (("上线", upper, 0), ("下线", lower, -1)):
        if len(pair) >= 2 and pair[heavier].thickness != max(rule.thickness for rule in pair):
            faults.append(f"{name}的粗细线次序反了")
    for rule in letter:
        if abs(rule.length - _LETTER) > 2:
            faults.append(f"线长 {rule.length:.1f} mm")
        elif abs((rule.left + rule.right) / 2 - _MIDDLE) > 1.5:
            faults.append("不居中")
    yield found("double", "；".join(dict.fromkeys(faults)) or "相符", not faults, "第1页")


def _sign_off(own: Anatomy) -> Iterator[Measured]:
    """L14: of the two ways, with a seal and without one, the one that is nearer."""
    if own.date is None:
        return
    right = own.right or anatomy.RIGHT
    date = (right - own.date.end) / own.character
    if not own.signed:
        yield from _stamp(own, right, date)
        return
    name = own.signed[-1].last
    space = (right - name.end) / own.character
    step = (own.date.start - name.start) / own.character
    off = (own.date.centre - name.centre) / own.character
    longer = own.date.end - own.date.start > name.end - name.start
    unsealed = max(wording.off_unsealed(space, date, longer), abs(step - 2))
    sealed = max(abs(date - 4), abs(off))
    ok = min(unsealed, sealed) <= 0.3
    way = "不盖章" if unsealed <= sealed else "盖章"
    text = f"{way}：署名右空 {space:.1f} 字，日期右空 {date:.1f} 字，日期比署名右移 {step:.1f} 字"
    yield found("sign-off", text, ok, f"第{own.date.page}页")


def _stamp(own: Anatomy, right: float, date: float) -> Iterator[Measured]:
    """L14 of a sign-off by stamps 签名章: what can be seen where a name stands in for one (B9)."""
    if own.stamped is None or own.date is None:
        return
    faults, text = [abs(date - 4)], f"签名章：日期右空 {date:.1f} 字"
    if own.stamped.parted:
        name = own.stamped.last
        post = own.stamped.glyphs[-len(name.glyphs) - 1]
        space, gap = (right - name.end) / own.character, (name.start - post.end) / own.character
        faults += [abs(space - 4), abs(gap - 2)]
        text += f"，签名章右空 {space:.1f} 字，与职务相距 {gap:.1f} 字"
    yield found("sign-off", text, max(faults) <= 0.3, f"第{own.date.page}页")


def _attachments(own: Anatomy) -> Iterator[Measured]:
    titles = ["".join(row.text for row in annex.title) for annex in own.annexes]
    if own.listed or own.annexes:
        yield wording.attachments(own.listed, titles)
    if not own.annexes:
        return
    late = next((annex for annex in own.annexes if not annex.opens_page), None)
    inward = next((annex for annex in own.annexes if _inset(own, annex) > 0.3), None)
    wrong = late or inward
    text = "没有另起一页" if late else "没有顶格" if inward else "新页第一行顶格"
    yield found("attachment-page", text, wrong is None, _page(wrong))
    odd = next((annex for annex in own.annexes if not _is_label(annex.label)), None)
    label = (odd or own.annexes[0]).label
    yield found(
        "attachment-label", f"{label.size:g} 磅 {face_of(label.font) or label.font}", odd is None,
        _page(odd),
    )  # fmt: skip
    for annex in own.annexes:
        fault = _title_fault(own, annex)
        if fault:
            yield found("attachment-title", fault, False, _page(annex))
            return
    if any(annex.title for annex in own.annexes):
        yield found("attachment-title", "居中，在第三行", True)


def _page(annex: Annex | None) -> str:
    return f"第{annex.label.page}页" if annex else ""


def _inset(own: Anatomy, annex: Annex) -> float:
    """How many characters the label stands in from the edge of its page's text."""
    sheet = own.sheet(annex.label)
    # A turned page has the upright one's lower edge at its left.
    edge = own.left if sheet.upright else gbt9704.BOTTOM.mm
    return abs(annex.label.start - edge) / own.character


def _is_label(row: Row) -> bool:
    return abs(row.size - 16) <= 0.5 and face_of(row.font) == "黑体"


def _title_fault(own: Anatomy, annex: Annex) -> str:
    if not annex.title:
        return ""
    sheet = own.sheet(annex.label)
    middle = _MIDDLE
    if not sheet.upright:
        middle = (gbt9704.BOTTOM.mm + sheet.width - gbt9704.TOP.mm) / 2
    if any(abs(row.centre - middle) > _CENTRED for row in annex.title):
        return "没有居中"
    if own.pitch:
        line = 1 + (annex.title[0].middle - annex.label.middle) / own.pitch
        if abs(line - 3) > 0.5:
            return f"在第 {line:.1f} 行"
    return ""


def _imprint(own: Anatomy, rules: Sequence[Rule] | None, official: bool) -> Iterator[Measured]:
    """L17; a letter's imprint has no rules (None), and only an `official` paper must have one."""
    if not own.imprint:
        if official and own.doc_number and own.mark:
            yield found("imprint-place", "没有版记", False)
        return
    last = own.imprint[-1]
    page = f"第{last.page}页"
    above = anatomy.BOTTOM - last.bottom
    ends = [rule for rule in rules or () if rule.y > last.bottom]
    on_edge = not ends or abs(ends[-1].y - anatomy.BOTTOM) <= 1.5
    ok = -1 <= above <= 6 and on_edge and last.page == own.last_page
    text = f"末行距版心下边缘 {above:.1f} mm"
    text += f"，末线距 {anatomy.BOTTOM - ends[-1].y:.1f} mm" if ends else ""
    if last.page != own.last_page:
        text += "，不在最后一页"
    yield found("imprint-place", text, ok, page)
    if rules is not None:
        yield from _imprint_rules(own, rules, page)
    copies = "".join(row.text for row in own.imprint)
    yield from wording.copies(copies)


def _imprint_rules(own: Anatomy, rules: Sequence[Rule], page: str) -> Iterator[Measured]:
    """Length and thickness of the imprint's rules; only those of the last page are known."""
    if own.imprint[0].page != own.last_page:
        return
    own_rules = [rule for rule in rules if rule.y > own.imprint[0].top - 6]
    if not own_rules:
        yield found("imprint-rules", "没有分隔线", False, page)
        return
    odd = max(own_rules, key=lambda rule: abs(rule.length - 156))
    yield found("imprint-rules", f"{odd.length:.1f} mm", abs(odd.length - 156) <= 1, page)
    if len(own_rules) > 1:
        wanted = [0.35, *[0.25] * (len(own_rules) - 2), 0.35]
        ok = all(abs(rule.thickness - w) <= 0.1 for rule, w in zip(own_rules, wanted, strict=True))
        text = "、".join(f"{rule.thickness:.2f}" for rule in own_rules)
        yield found("imprint-thickness", f"{text} mm", ok, page)


def _company(own: Anatomy) -> Iterator[Measured]:
    """L18 and L19: page 1 and the sign-off's page hold text."""
    if not own.text:
        return
    begun = own.left + 1.5 * own.character
    running = [
        row
        for n, row in enumerate(own.text)
        if row.start < own.left + 5 * own.character
        and (row.start > begun or any(r.start > begun for r in own.text[:n]))
    ]
    if running:
        first = running[0].page
        yield found("body-first", "有正文" if first == 1 else f"正文从第{first}页起", first == 1)
    if own.date is not None and running:
        page = own.date.page
        ok = any(row.page == page for row in own.content)
        yield found("sign-off-page", "同页有正文" if ok else "落款页没有正文", ok, f"第{page}页")
