"""Topics 主题: the matters that officials sort their papers by, told by the words of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence


def _words(text: str) -> re.Pattern[str]:
    return re.compile("|".join(text.split()))


TOPICS: dict[str, re.Pattern[str]] = {
    "消防安全": _words("消防 火灾 灭火 电动自行车充电"),
    "安全生产": _words("安全生产 生产安全 企业安全"),
    "环境卫生": _words("环境卫生 卫生整治 市容环境 垃圾分类 保洁 环境整治 环境综合整治 人居环境"),
    "爱国卫生": _words("爱国卫生 创卫 除四害 卫生县城 卫生先进"),
    "网格化管理": _words("网格化 网格员 网格长"),
    "基层治理": _words("基层治理 社会治理 社区治理 乡村治理 市域治理"),
    "矛盾纠纷": _words("矛盾纠纷 人民调解 调解 信访 大调解"),
    "平安建设": _words("平安建设 平安社区 平安创建 综治 社会治安 治安防范 扫黑除恶"),
    "法治建设": _words("法治建设 依法治 普法 法制宣传 民主法治 民主法制 法治宣传"),
    "疫情防控": _words("疫情 防疫 核酸 新冠 禽流感 隔离观察"),
    "防汛抗旱": _words("防汛 抗旱 汛期 洪涝 内涝"),
    "防灾减灾": _words("减灾 防灾 地质灾害 自然灾害"),
    "应急管理": _words("应急预案 应急响应 应急救援 应急处置"),
    "党建": _words("党建 党支部 党员教育 三会一课 主题教育 基层党组织"),
    "党风廉政": _words("党风廉政 反腐倡廉 廉洁 反腐败"),
    "精神文明": _words("文明城市 精神文明 文明社区 文明创建 志愿者 志愿服务"),
    "养老服务": _words("养老 老年人 敬老 助老"),
    "残疾人工作": _words("残疾人 康复服务 残联"),
    "心理服务": _words("心理服务 心理健康 心理咨询 精神障碍"),
    "民生服务": _words("低保 社会救助 便民服务 民生实事 就业援助"),
    "智慧社区": _words("智慧社区 智慧城市 信息化平台"),
    "物业管理": _words("物业服务 物业管理 物业公司 业主委员会 业委会 小区治理 老旧小区"),
    "征地拆迁": _words("拆迁 征地 违建 违法建设 旧村改建"),
    "乡村振兴": _words("乡村振兴 美丽乡村 新农村建设 脱贫攻坚"),
}
_MOST = 3
# Mentions in 1,000 characters that make a matter a topic; the title counts five times.
_LEAST = 2.0


def topics_of(title: str, texts: Sequence[str]) -> tuple[str, ...]:
    """The topics of a text, most mentioned first, at most three; none where none stands out."""
    whole = "\n".join(texts)[:100_000]
    thousands = max(len(whole), 500) / 1000
    scores = {
        topic: (len(pattern.findall(whole)) + 5 * len(pattern.findall(title))) / thousands
        for topic, pattern in TOPICS.items()
    }
    best = sorted(scores.items(), key=lambda pair: -pair[1])[:_MOST]
    return tuple(topic for topic, score in best if score >= _LEAST and score * 4 >= best[0][1])
