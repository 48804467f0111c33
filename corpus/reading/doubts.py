"""Doubts 存疑: what a document lost or contradicts, left as it is and told with line and reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from corpus.document import Block, Caution, Heading, Item, Label, Paragraph, Table
from corpus.outline import chinese_numeral, numeral_value, ordinal
from corpus.reading.entries import HAN, TERMINAL
from corpus.reading.placeholders import KINDS, damaged_figure, placeholders_in
from corpus.reading.watermarks import doubtful_stop

_SLOT = re.compile(
    r"(?:[^，。；：]{0,12})(?:组长|副组长|成员|组员|主任|总指挥|指挥长|联系人|负责人|电话|单位|地点|时间)[：:]\s*"
)
_ANNOUNCED = re.compile(r"(?:如下|以下[^。，；]{0,6}|下列[^。，；]{0,6})[：:]?$")
_ANY_NUMBER = "[一二两三四五六七八九十]{1,2}|[0-9]{1,2}"
_MEASURED = "方面|阶段|步骤|项|点|条|类|部分|步|环节|原则|重点"
_COUNTED = re.compile(
    rf"(?<![第0-9一二三四五六七八九十])“?(?P<n>{_ANY_NUMBER})(?:(?:个|大|条|点)?(?:{_MEASURED})|个一”)"
    r"(?:(?!下列|以下|以及)[^。；：]){0,16}[：:]"
)
_SPOKEN = re.compile(
    r"(?<=[：；。，:;、])(?P<n>[一二三四五六七八九十]{1,2})是|^(?P<m>[一二三四五六七八九十]{1,2})是"
)
_ONES = re.compile(rf"“?(?P<n>{_ANY_NUMBER})个一”?[^。；：（]{{0,24}}[：（—]+(?P<list>.{{8,400}})")
_ONE = re.compile(r"(?:^|[，、；。]|并|和|及)“?一(?=[张本个支套项册条份名场次幅块处间封部])")
_LOST: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[（(]\s*[）)]|《\s*》|“\s*”|\[\]|〔\s*〕"), "括号或引号里是空的"),
    (re.compile(r"(?<![0-9xX])年\s*月\s*日|(?<=[0-9])年\s*月\s*日"), "日期没有填"),
    (re.compile(r"(?:^|[由任以、，：])\s*同志(?:任|担任|为|负责|牵头)"), "缺少姓名"),
    (
        re.compile(
            r"(?<=[，、；。])(?:人次|户次|台次|车辆台次|车辆?次|万元|余人|余户|余次|吨|公里)(?=[，、；。])"
        ),
        "数量前缺少数字",
    ),
    (
        re.compile(r"(?<![0-9年])(?:1[0-2]|[1-9])底(?=[，。；：）)前])|日至[0-9]{1,2}底"),
        "月份可能缺字",
    ),
    (re.compile(r"\ufffd|□{2,}|[?？]{3,}"), "有不能识别的字符"),
    (
        re.compile(
            r"(?:共计|总计|共有|约有|达到|超过|累计)(?:平方米|平方公里|公里|万元|亿元|人次|余人|余户|°|％|%)"
        ),
        "数量前缺少数字",
    ),
    (
        re.compile(r"(?:^|[到在为至于自从，（])年(?:[0-9]{1,2}月|第[一二三四]季度|[0-9])|（年）"),
        "缺少年份",
    ),
    (
        re.compile(
            r"、(?=[的，）])|(?<=[、，])[反防禁](?=[、，])|制[定订]本(?:预|方|办|计|规|制)(?=[；。，])"
        ),
        "可能缺字",
    ),
    (
        re.compile(r"(?<![0-9])[0-9]{1,3}、[0-9]{1,2}(?=平方公里|公里|倍|%|％|万元|亿元)"),
        "小数点可能误为顿号",
    ),
)
# A bracket behind a sentence has its own stop; one inside a sentence leaves it without.
_NO_STOP = re.compile(rf"[{HAN}，、]$|[^。；！？（）]（[^（）。；]{{9,}}）$")
_PAIRS = ("《》", "“”", "（）", "〔〕", "【】")


def doubts_of(blocks: Sequence[Block], *, stated: bool, signed: bool) -> tuple[Caution, ...]:
    """What in `blocks` is lost, emptied, contradictory or masked, in the order of the lines.

    `stated` says that the document has a title of its own, `signed` that a sign-off closes it.
    """
    found = [
        *_cut(blocks, stated=stated, signed=signed),
        *_empty(blocks),
        *_lost_characters(blocks),
        *_unfinished(blocks),
        *_miscounted(blocks),
        *_broken_series(blocks),
        *_masked(blocks),
    ]
    return tuple(sorted(found, key=lambda caution: caution.line or 0))


def _line(block: Block) -> int | None:
    return block.lines[0] if block.lines else None


def _words(block: Block) -> str:
    lead = getattr(block, "lead", None)
    return f"{lead}。{getattr(block, 'text', '')}" if lead else getattr(block, "text", "")


def _cut(blocks: Sequence[Block], *, stated: bool, signed: bool) -> Iterator[Caution]:
    """A head or a tail that is missing."""
    if not blocks:
        return
    first, last = blocks[0], blocks[-1]
    text = _words(first)
    if isinstance(first, Paragraph) and (
        text.startswith(tuple("，。；：、）》”")) or re.match(r"(?:如下|具体如下)[：:]?", text)
    ):
        yield Caution("cut-head", _line(first), "开头不完整，前面可能被截去")
    elif not stated and isinstance(first, Heading | Item) and len(blocks) > 3:
        yield Caution("cut-head", _line(first), "没有引言，一开头就是标题，前面可能被截去")
    if isinstance(last, Heading) and not signed and len(blocks) > 1:
        yield Caution("cut-tail", _line(last), "结尾是一个标题，后面可能被截去")
    elif isinstance(last, Paragraph | Item) and not signed:
        tail = _words(last)
        if (len(tail) > 30 and tail[-1] not in TERMINAL) or tail.endswith(("，", "、", "：")):
            yield Caution("cut-tail", _line(last), "结尾没有句号，后面可能被截去")


def _empty(blocks: Sequence[Block]) -> Iterator[Caution]:
    """Slots that somebody emptied: 组长： with nothing behind it, 名单如下： with no list."""
    for index, block in enumerate(blocks):
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Label) and not block.text:
            sentence = isinstance(below, Paragraph) and "。" in below.text
            if below is None or sentence or isinstance(below, Label | Heading):
                yield Caution("empty-slot", _line(block), f"“{block.label}：”后面是空的")
            continue
        if not isinstance(block, Paragraph | Item):
            continue
        text = block.text
        if _SLOT.fullmatch(text) and (below is None or isinstance(below, Label | Heading)):
            yield Caution("empty-slot", _line(block), f"“{text}”后面是空的")
        elif _ANNOUNCED.search(text) and (
            below is None or _goes_past(block, below) or _says_who(text, below)
        ):
            yield Caution("empty-slot", _line(block), "说了“如下”，后面没有内容")


def _says_who(text: str, below: Block) -> bool:
    """Whether `text` announces a list of people, and `below` is a sentence about something else."""
    return bool(re.search(r"(?:人员|名单|组成)如下", text)) and (
        isinstance(below, Paragraph) and not below.marker and below.text.endswith("。")
    )


def _goes_past(block: Paragraph | Item, below: Block) -> bool:
    """Whether `below` goes on counting beside or above `block` instead of listing what it says."""
    if not isinstance(below, Heading | Paragraph | Item) or not below.marker or not below.level:
        return False
    found = ordinal(below.marker)
    return found is not None and found.number > 1 and (block.level or 9) >= below.level


def _lost_characters(blocks: Sequence[Block]) -> Iterator[Caution]:
    for block in blocks:
        if isinstance(block, Table):
            continue
        text = _words(block)
        for pattern, reason in _LOST:
            if match := pattern.search(text):
                shown = text[max(0, match.start() - 6) : match.end() + 4]
                yield Caution("lost-characters", _line(block), f"{reason}：“{shown}”")
        for pair in _PAIRS:
            if text.count(pair[0]) != text.count(pair[1]):
                yield Caution("unpaired-mark", _line(block), f"“{pair[0]}”与“{pair[1]}”不成对")
                break
        if doubtful_stop(text):
            yield Caution("doubtful-stop", _line(block), "汉字之间有半角句点，不知是句号还是混入的")


def _unfinished(blocks: Sequence[Block]) -> Iterator[Caution]:
    """Sentences in the middle of a text that end without a stop."""
    for block in blocks[:-1]:
        text = _words(block) if isinstance(block, Paragraph | Item) else ""
        if len(text) > 20 and "，" in text and _NO_STOP.search(text):
            yield Caution("missing-stop", _line(block), "段末没有标点，可能缺字")


def _miscounted(blocks: Sequence[Block]) -> Iterator[Caution]:
    """Counts that what follows contradicts: 六项 with five items."""
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph | Item | Heading):
            continue
        text = _words(block)
        if match := _ONES.search(text):
            ones = len(_ONE.findall(match["list"]))
            if ones >= 3:
                yield from _differs(block, f"{match['n']}个一", _value(match["n"]), ones)
        # The outline has left out the colon behind a heading.
        if not (match := _COUNTED.search(f"{text}：" if isinstance(block, Heading) else text)):
            continue
        said = _value(match["n"])
        rest = text[match.end() :]
        here = {_value(m["n"] or m["m"] or "") for m in _SPOKEN.finditer("：" + rest)}
        counted = {max(here)} if len(here) >= 2 else set()
        if not rest.strip():
            counted = _listed(blocks, index)
        if said not in counted and max(counted, default=0) >= 2:
            yield from _differs(block, match[0].strip("：:“”"), said, max(counted))


def _differs(block: Block, words: str, said: int, counted: int) -> Iterator[Caution]:
    if said >= 2 and said != counted:
        message = f"说的是“{words.replace('”', '')}”，后面数出来是 {counted} 项"
        yield Caution("contradictory-count", _line(block), message)


def _value(text: str) -> int:
    return 2 if text == "两" else numeral_value(text)


def _listed(blocks: Sequence[Block], index: int) -> set[int]:
    """How many numbered blocks of one level follow `index`, whose first is number one.

    Of all kinds, and of the kind of the first alone: a heading behind three items may be no item.
    """
    level: int | None = None
    number = 0
    kinds: list[str] = []
    own = getattr(blocks[index], "level", None) or 0
    for below in blocks[index + 1 :]:
        if not isinstance(below, Heading | Paragraph | Item) or not below.marker:
            if isinstance(below, Paragraph) and level is not None and not isinstance(below, Label):
                continue
            if level is None:
                return set()
            continue
        found = ordinal(below.marker)
        if found is None or below.level is None:
            continue
        if level is None:
            if found.number != 1 or below.level <= own:
                return set()
            level = below.level
        if below.level < level or (below.level == level and found.number <= number):
            break
        if below.level == level:
            number = found.number
            kinds.append(type(below).__name__)
    return {len(kinds), kinds.count(kinds[0])} if kinds else set()


def _broken_series(blocks: Sequence[Block]) -> Iterator[Caution]:
    """一是…… that begins with a later number, or leaves one out, within a section."""
    last = 0
    for at, block in enumerate(blocks):
        above = blocks[at - 1] if at else None
        if isinstance(block, Heading):
            last = 0
            continue
        if not isinstance(block, Paragraph | Item):
            continue
        text = (block.marker or "") + _words(block)
        for match in _SPOKEN.finditer(text):
            number = numeral_value(match["n"] or match["m"])
            if number == 1:
                last = 1
            # 从中一是…… has no mark before it.
            elif number == last + 1 or (number == 2 and "一是" in text[: match.start()]):
                last = number
            else:
                told = f"“{match[0]}”前面缺“一是”" if not last else f"从第 {last} 跳到第 {number}"
                yield Caution("broken-series", _line(block), f"分述不连贯：{told}")
                if number == last + 2 and match.start() == 0 and _lost_its_head(above):
                    ordinal_lost = f"“{chinese_numeral(number - 1)}是”"
                    reason = f"这一段可能是{ordinal_lost}，段首缺字"
                    yield Caution("lost-characters", _line(above), reason)
                last = number
        if block.marker and block.level and block.level <= 2:
            last = 0


def _lost_its_head(above: Block | None) -> TypeGuard[Paragraph]:
    """Whether `above` is text without ordinal that introduces nothing: the part that is missing."""
    plain = isinstance(above, Paragraph) and not above.marker and above.role != "opening"
    return plain and isinstance(above, Paragraph) and above.text[-1:] in "。；"


def _masked(blocks: Sequence[Block]) -> Iterator[Caution]:
    """Placeholders, told once a document by type, and figures that masking damaged."""
    seen: dict[str, list[str]] = {}
    first: int | None = None
    for block in blocks:
        if isinstance(block, Table):
            continue
        text = _words(block)
        for kind, value, _ in placeholders_in(text):
            first = first or _line(block)
            seen.setdefault(kind, []).append(value)
        if figure := damaged_figure(text):
            yield Caution("masked-figure", _line(block), f"数字可能被误改成了年份：“{figure}”")
    if seen:
        told = "、".join(
            f"{KINDS[kind]} {len(values)} 处（如“{values[0]}”）" for kind, values in seen.items()
        )
        yield Caution("placeholders", first, f"有隐去的内容：{told}")
