"""Placeholders 占位: what somebody masked before sharing, kept as it is and told by its type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.reading.entries import HAN

_X = "[xX×＊*]"
_FREE = rf"(?<![0-9A-Za-z{_X[1:-1]}])"
_MEASURE = (
    "万元|亿元|元|人次|户次|人|户|名|个|家|件|起|次|处|栋|辆|台|套|份|场|所|条"
    "|项|亩|吨|岁|天|%|％|余"
)
_PLACE = "省|自治区|市|州|县|区|镇|乡|村|街道|社区|街|路|新村|小区|组|号楼"
_BODY = (
    "委员会|办事处|政府|分局|派出所|小学|中学|幼儿园|学校|大学|医院|卫生院|公司|企业|中心"
    "|支部|局|委|办|站|部|院"
)
_TITLE = "同志|书记|主任|镇长|乡长|区长|县长|市长|局长|所长|站长|组长|委员|先生|女士|老师|院长"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴"
    "陆荣翁荀羊惠曲封芮储靳焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲台丛鄂索咸籍赖卓蔺"
    "屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎连习容向古易廖终居衡步都耿满弘匡国文寇"
    "广禄阙东欧沃利蔚越隆师巩聂晁敖融冷辛阚那简饶曾沙丰关相查红游权盖益桓公闫付肖涂"
)

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "masked_year",
        re.compile(
            rf"(?<![0-9A-Za-z])(?:(?:19|20)[0-9]?{_X}{{1,2}}|{_X}{{2,4}})(?=年|〕|-|—|－|至)|(?<![0-9A-Za-z])20{_X}{{2}}(?![0-9A-Za-z])"
        ),
    ),
    (
        "masked_person",
        re.compile(
            rf"{_FREE}(?:[{_SURNAMES}]?{_X}{{1,3}})(?={_TITLE})|[{_SURNAMES}]某{{1,2}}(?![{HAN}]?(?:{_PLACE}))"
            rf"|(?:^|(?<=[：、，。；\s]))[{_SURNAMES}]{_X}{{1,2}}(?=[、，。；（\s]|$)"
        ),
    ),
    (
        "masked_number",
        re.compile(
            rf"{_FREE}{_X}{{1,6}}(?={_MEASURE}|月|日|届|期|次)|(?<=第){_X}+|(?<=〕){_X}+(?=号)|(?<=[0-9]){_X}+(?=号)"
        ),
    ),
    ("masked_place", re.compile(rf"{_FREE}(?:{_X}{{1,6}}|某{{1,2}})(?={_PLACE})")),
    (
        "masked_unit",
        re.compile(
            rf"{_FREE}(?:{_X}{{1,6}}|某{{1,2}}(?![个种些几样类项次位]))(?=[{HAN}]{{0,4}}(?:{_BODY}))"
        ),
    ),
    ("masked_text", re.compile(rf"(?<![0-9A-Za-z]){_X}{{2,6}}(?![0-9A-Za-z])")),
)
KINDS: dict[str, str] = {
    "masked_year": "年份",
    "masked_person": "姓名",
    "masked_number": "数字",
    "masked_place": "地名",
    "masked_unit": "单位",
    "masked_text": "其他文字",
}
"""Kind of a placeholder's fact → what it stands for."""

# A figure that masking damaged: 20xx—10000元.
_DAMAGED = re.compile(rf"20{_X}{{2}}\s*[—－-]+\s*[0-9]+(?:{_MEASURE})")


def placeholders_in(text: str) -> Iterator[tuple[str, str, int]]:
    """Each placeholder in `text`: its kind, the masked characters, where they begin."""
    if not any(c in text for c in "xX×＊*某"):
        return
    taken: list[tuple[int, int]] = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= a or b <= start for a, b in taken):
                taken.append((start, end))
                yield kind, match[0], start


def damaged_figure(text: str) -> str | None:
    """A figure in `text` that was taken for a year and masked, or None."""
    match = _DAMAGED.search(text) if "20" in text else None
    return match[0] if match else None


def is_surname(char: str) -> bool:
    """Whether `char` is a usual surname of one character."""
    return char in _SURNAMES
