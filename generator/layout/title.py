"""Titles broken into lines at word boundaries, in the shape of a trapezium or diamond."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations, pairwise

from generator.layout import gbt9704
from generator.layout.widths import characters

CAPACITY = int(gbt9704.TEXT_WIDTH.ratio(gbt9704.TWO))  # characters of 二号 in a line

_NEVER_FIRST = set("的地得了着之与和及或等者性化们，。、；：？！）》〉】〕”’％%—…·,.;:?!)]}")
_NEVER_LAST = set("（《〈【〔“‘与和及或对以在从向为第([{")
_PLACE_END = "省市县区乡镇村局委办处院所站队"
_BEFORE_PLACE = frozenset(
    ["转发", "批转", "印发", "关于", "全", "在", "对", "向", "和", "与", "及", "的"]
)
_DIVISIONS = frozenset({"街道", "社区", "办事处", "居委会", "村委会", "委员会"})
_OPENING = "（《〈【〔“‘"
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"))
_UNITS = "街道|社区|办事处|居委会|村委会|委员会|人民政府|领导小组|指挥部"
_TERMS = (
    "老旧小区|矛盾纠纷(?:多元化解)?|新时代文明实践[站所]?|(?:党群|便民)服务中心|理论学习中心组"
    "|党风廉政建设|生态环境保护督察|扫黑除恶|[一二三五]年行动|百日(?:攻坚|行动)"
)
# What must not be cut although a segmenter may: figures with their unit, years, quoted names.
_WHOLE = re.compile(
    rf"【待补：[^】]*】|[0-9A-Za-z.%％—\\-]+(?:年度|[年月日号届次期个万亿户])?|第[一二三四五六七八九十]+[届次期季]"
    rf"|{_TERMS}|{_UNITS}"
)
# Words of one character that end a longer one (网格员, 健身日); the others begin one (全链条).
_ENDINGS = set("员日月年期式型类率制法组科股队")


def break_title(text: str, names: Iterable[str] = (), capacity: int = CAPACITY) -> tuple[str, ...]:
    """The lines of `text`, broken only between words and never inside one of `names`.

    `capacity` is in characters. A text without any boundary comes back as one line.
    Source: GB/T 9704-2012 7.3.1 (词意完整，排列对称，长短适宜，间距恰当).
    """
    return _broken(text, tuple(sorted({n for n in names if n}, key=len, reverse=True)), capacity)


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """Cuts a text into words. Its dictionary takes 35 MB and a tenth of a second, and most
    processes have no title that is longer than a line."""
    import rjieba

    return rjieba.cut


@lru_cache(maxsize=256)
def _broken(text: str, names: tuple[str, ...], capacity: int) -> tuple[str, ...]:
    if characters(text) <= capacity:
        return (text,)
    words = _words(text, names)
    best: tuple[float, tuple[str, ...]] | None = None
    fewest = -int(-characters(text) // capacity)
    for count in range(fewest, fewest + 2):
        for cuts in _cuts(words, count, capacity):
            lines = tuple(
                "".join(words[a:b]) for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True)
            )
            cost = _cost(lines, capacity) + 8 * (count - fewest)
            if best is None or cost < best[0]:
                best = (cost, lines)
        if best is not None:
            return best[1]
    return (text,)


def _cuts(words: list[str], count: int, capacity: int) -> Iterable[tuple[int, ...]]:
    """Every way to cut the words into `count` lines near even lengths; few, so all are tried."""
    starts = [0.0]
    for word in words:
        starts.append(starts[-1] + characters(word))
    even = starts[-1] / count
    choices: list[list[int]] = []
    for n in range(1, count):
        near = [i for i in range(1, len(words)) if abs(starts[i] - n * even) <= 7]
        choices.append(sorted(near, key=lambda i: abs(starts[i] - n * even))[:8])
    pool = sorted({i for choice in choices for i in choice})
    for cuts in combinations(pool, count - 1):
        edges = (0, *cuts, len(words))
        if all(starts[b] - starts[a] <= capacity for a, b in pairwise(edges)):
            yield cuts


def _cost(lines: tuple[str, ...], capacity: int) -> float:
    lengths = [characters(line) for line in lines]
    longest = max(lengths)
    cost = sum((longest - length) ** 2 / 12 for length in lengths)
    cost += sum(3.0 for a, b in pairwise(lengths) if a == b)  # rectangle
    waists = zip(lengths, lengths[1:], lengths[2:], strict=False)
    if len(lengths) > 2 and min(lengths[1:-1]) < min(lengths[0], lengths[-1]):
        cost += 6  # hourglass
    elif any(middle < min(above, below) for above, middle, below in waists):
        cost += 6  # in and out and in
    cost += 20 if lengths[-1] <= 2 else 0
    for line, following in pairwise(lines):
        cost += 30 if following[0] in _NEVER_FIRST else 0
        cost += 30 if line[-1] in _NEVER_LAST else 0
        cost -= 5 if following.startswith("关于") else 2 if following.startswith("《") else 0
        cost -= 1 if line.endswith(("关于印发", "年", "关于")) and line != "关于" else 0
        cost += 4 if line.endswith(("关于", "进一步")) else 0
        cost += sum(4.0 for a, b in _PAIRS if line.count(a) > line.count(b))
    return cost


def _words(text: str, names: tuple[str, ...]) -> list[str]:
    """`text` cut where a line may end: after words, never inside a name or a figure."""
    words: list[str] = []
    at = 0
    for begin, end in _wholes(text, names):
        words += _segmenter()(text[at:begin]) if begin > at else []
        words.append(text[begin:end])
        at = end
    if at < len(text):
        words += _segmenter()(text[at:])
    return _joined(words)


def _wholes(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Begin and end of what must not be cut; a name before a figure that begins where it does."""
    at = 0
    while True:
        match = _WHOLE.search(text, at)
        places = [match.span()] if match else []
        for name in reversed(names):
            if (found := text.find(name, at)) >= 0:
                places.insert(0, (found, found + len(name)))
        if not places:
            return
        place = min(places, key=lambda own: own[0])
        yield place
        at = place[1]


def _joined(words: list[str]) -> list[str]:
    """The words, those put together that a segmenter parts and a reader does not."""
    result: list[str] = []
    glued = False  # the word before belongs to the one that comes
    for word in words:
        before = result[-1] if result else ""
        place = word in _PLACE_END and before not in _BEFORE_PLACE
        closing = word[0] in _NEVER_FIRST or word in _DIVISIONS or word in _ENDINGS
        if before and (glued or place or closing or before[-1] in _OPENING):
            result[-1] += word
        else:
            result.append(word)
        alone = len(result[-1]) == 1 and "\u4e00" <= word <= "\u9fff"
        glued = alone or (word in _PLACE_END and before in _BEFORE_PLACE)
    return result
