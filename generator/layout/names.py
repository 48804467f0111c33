"""Names of people in lists: those of two characters are spread to line up with those of three."""

from __future__ import annotations

import re

from generator.layout.lines import Run, Runs, printable, runs
from generator.layout.units import Chars

# The commonest surnames, so that 街道 or 社区 is not taken for a name of two characters.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万"
    "钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁"
    "尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时"
    "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾"
    "隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝某"
)
_END = r"(?<![办所局科室队组站处部委院会厅司])(?=[　 （(、，,；;]|$)"  # no office ends so
_TWO = re.compile(rf"(?:(?<=^)|(?<=[、，,；; 　]))[{_SURNAMES}][\u4e00-\u9fff]{_END}")
_THREE = re.compile(rf"(?:(?<=^)|(?<=[、，,；; 　]))[{_SURNAMES}][\u4e00-\u9fff]{{2}}{_END}")
_DOUBLE = "欧阳|上官|诸葛|司马|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木|轩辕|长孙|宇文"
_LISTED = re.compile(
    rf"(?:(?<=^)|(?<=[、，,；;：]))(?:(?:{_DOUBLE})|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}{_END}"
)
_NOT_NAMES = frozenset({"应急", "文化", "全体", "单位", "和谐", "华侨", "商务", "成员", "党委"})
_SPREAD = Chars(1)


def spans_of_names(text: str) -> list[tuple[int, int]]:
    """Where in a list the names of people begin and end, those of two to four characters."""
    return [match.span() for match in _LISTED.finditer(text) if match[0] not in _NOT_NAMES]


def has_long_name(text: str) -> bool:
    """Whether `text` lists a name of three characters, to which shorter ones are spread."""
    return _THREE.search(text) is not None


def lined_up(text: str) -> Runs:
    """`text` as runs with each name of two characters spread to the width of three.

    Nothing is added to the text: the space stands between the two characters only.
    """
    text = printable(text)
    result: list[Run] = []
    at = 0
    for match in _TWO.finditer(text):
        if match[0] in _NOT_NAMES:
            continue
        result += runs(text[at : match.start()])
        result += (Run(match[0][0], spread=_SPREAD), Run(match[0][1]))
        at = match.end()
    return (*result, *runs(text[at:]))


def name_in(width: int, name: str, face: str | None = None) -> Runs:
    """`name` spread evenly to `width` characters; a longer one stays as it is."""
    name = printable(name)
    free = width - len(name)
    if free <= 0 or not 1 < len(name) <= 3:
        return runs(name)
    return (Run(name[:-1], spread=Chars(free / (len(name) - 1))), Run(name[-1]))
