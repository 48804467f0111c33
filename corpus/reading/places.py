"""Places 地名 and units 单位 that a text names with certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.reading.entries import HAN

# Chinese has no word borders: a name is certain only behind one of these words or a mark.
_BEFORE = (
    "根据|按照|依据|依托|结合|中共|推进|推动|推广|打造|印发|关于|以来|现将|将|建设|加快|促进|围绕|立足|针对|涉及|成立"
    "|为了|为|在|于|由|对|向|到|至|是|从|据|照|把|和|与|及|经|让|使|全国|全省|全市|全县|支持|助推|来自|前往|组织|确定|选择|推荐"
    "|具体|努力|着力|位于|地处|参加|市级|县级|我省|我市|我县"
)
_BORDER = rf"(?:^|(?<=[，。、；：“《（〈\s年月日])|{_BEFORE})"
# None of these is in a name; most are words that stand before 社区 or 区 without naming one.
_NEVER = (
    rf"{_BEFORE}|优化|改善|实现|创建|发展|吸取|美化|提升|强化|创新|巩固|治理|管理|服务|依法|制定|目前|残疾|兄弟|由于|又是|增强|完善"
    "|建立|落实|深入|充分|发挥|进行|开展|加强|提高|统筹|协调|联系|负责|维护|健全|动员|引导|确保|整治|督促|指导|保障|坚持"
    "|新型|新式|老旧|城市|农村|乡村|城乡|城镇|示范|居民|住宅|整个|试点|智慧|和谐|平安|健康|美丽|文明|幸福|宜居|绿色|完整|功能|公共"
    "|商业|重点|封控|管控|防范|责任|自然|行政|中心|生态|旅游|工业|法治|安全|卫生|文化|现代|国际|传统|安置|搬迁|相邻|周边|本地|各地"
    "|外地|当地|社会|基层|网格|单位|部门|党建|党员|民主|志愿|专业|人民|政府|国家|街道|社区|学习|相关|有关|工作|活动|组成|领导|干部"
    "|以及|通过|其他|给|要求|接受|所辖|辖区|我|你|他|们|本|各|该|全|某|等|的|以|了|每|这|那|其|有|无|几|并|也|都|不|x|X|设|办|处|小组|小区|分"
    "|助力|形成|营造|新增|累计|集贸|农贸|超市|带领|反馈|洁净|热心|做好|典型|严格|充实|进出|抓好|邀请|广大|构筑|利用|采取|推行|排查|发放|实施|赋予"
    "|个别|一些|受访|筑牢|加大|拓宽|调整|彻底|此次|春季|一批|多层|最新|配齐|召开|稳定|大多|整合|培育|居住|组建|引进|告知"
    "|中央|今年|下半年|开发|样板|达标|欣赏|期间|疫情|障碍|第|城区|片区|园区|景区|校区|地区|市区|家属|驻村|旧村|上报"
)
_NAME = rf"(?:(?!{_NEVER})[{HAN}])"
_PLACE = re.compile(
    rf"{_BORDER}(?P<place>{_NAME}{{2,4}}?(?:省|自治区|市|自治州|县|(?<![城地片园景校属空域])区|镇|乡|街道|社区|村))(?![长民内里落容组域])(?!委会)"
)
_UNIT = re.compile(
    rf"{_BORDER}(?P<unit>(?:中共)?{_NAME}{{2,12}}?(?:人民政府办公室|人民政府|街道办事处|办事处|党工委|居民委员会|村民委员会"
    r"|社区居委会|居委会|村委会|管理委员会|司法局|公安局|民政局|卫健委|卫生健康委|教育局|财政局|住建局|城管局|市场监管局"
    r"|应急管理局|党支部|(?:街道|社区)(?!办|居|党|的)))"
)


@lru_cache(maxsize=8192)
def places_in(text: str) -> tuple[tuple[str, int], ...]:
    """The places that `text` names with certainty, each with its offset."""
    return tuple(_found(_PLACE, "place", text))


@lru_cache(maxsize=8192)
def units_in(text: str) -> tuple[tuple[str, int], ...]:
    """The units that `text` names with certainty, each with its offset."""
    return tuple(_found(_UNIT, "unit", text))


def _found(pattern: re.Pattern[str], group: str, text: str) -> Iterator[tuple[str, int]]:
    for match in pattern.finditer(text):
        yield match[group], match.start(group)
