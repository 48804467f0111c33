"""The checks L01–L21 as a table: what is expected, how exactly, how bad it is when it is not so.

`strength` is the standard's own: 规 a requirement, 般 normally, 荐 recommended, 实务 practice.
`local` marks what offices are known to set otherwise (specification §12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its key here, its id in the specification, and what the report says of it."""

    key: str
    id: str
    name: str
    expected: str
    tolerance: str
    severity: Severity
    strength: str
    clause: str
    local: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A check carried out on a file; `where` is the place in it, such as 第3页."""

    check: Check
    measured: str
    ok: bool
    where: str = ""

    def to_json(self) -> dict[str, Any]:
        """The row of the report as plain JSON values (DESIGN §4, with name, clause and place)."""
        own = self.check
        return {
            "id": own.id,
            "name": own.name,
            "expected": own.expected,
            "measured": self.measured,
            "tolerance": own.tolerance,
            "ok": self.ok,
            "severity": own.severity,
            "clause": own.clause,
            "where": self.where,
        }


_DATES = "年份写全，月、日不编虚位，如 2026年2月20日"

CHECKS: dict[str, Check] = {
    check.key: check
    for check in (
        Check("paper", "L01", "幅面", "210 mm × 297 mm", "±0.5 mm", "error", "规", "5.1"),
        Check("left", "L02", "订口", "28 mm", "±1 mm", "error", "规", "5.2.1", True),
        Check("width", "L02", "版心宽", "156 mm", "±0.5 mm", "error", "规", "5.2.1", True),
        Check(
            "top", "L03", "天头", "37 mm（A 型）或 34.58 mm（B 型）", "±1 mm", "error", "规",
            "5.2.1", True,
        ),
        Check(
            "height", "L03", "版心高", "225 mm（A 型）或 229.84 mm（B 型）",
            "±1 mm，行距不小于 28 磅", "error", "规", "5.2.1", True,
        ),
        Check("size", "L04", "正文字号", "三号（16 磅）", "±0.5 磅", "warning", "般", "5.2.2"),
        Check("face", "L04", "正文字体", "仿宋", "字体类别", "warning", "般", "5.2.2"),
        Check("indent", "L04", "段首空格", "左空 2 字", "±0.1 字", "error", "规", "7.3.3"),
        Check("lines", "L05", "每页行数", "22 行", "相等", "warning", "般", "5.2.3", True),
        Check(
            "widest", "L06", "每行字数", "不超过 28 字", "+0.6 字", "warning", "般", "5.2.3",
            True,
        ),
        Check(
            "title-size", "L07", "标题字号", "二号（22 磅）", "21–22.1 磅", "warning", "般",
            "7.3.1",
        ),
        Check("title-face", "L07", "标题字体", "小标宋", "字体类别", "warning", "般", "7.3.1"),
        Check("title-centre", "L07", "标题居中", "居中", "±3 mm", "error", "规", "7.3.1"),
        Check(
            "title-above", "L07", "标题上方", "红色分隔线下空 2 行", "±0.5 行", "warning", "规",
            "7.3.1",
        ),
        Check(
            "levels", "L08", "各级标题字体", "一级黑体、二级楷体、三级四级仿宋", "字体类别",
            "warning", "般", "7.3.3",
        ),
        Check(
            "ordinals", "L08", "层次序数", "一、（一）1.（1）", "写法一致", "warning", "般",
            "7.3.3",
        ),
        Check("order", "L08", "序数次序", "逐个递增", "相等", "warning", "般", "7.3.3"),
        Check(
            "mark", "L09", "发文机关标志", "上边缘距版心上边缘 35 mm", "±1.5 mm", "warning",
            "规", "7.2.4",
        ),
        Check(
            "mark-order", "L09", "令的发文机关标志", "上边缘距版心上边缘 20 mm", "±1.5 mm",
            "warning", "规", "10.2",
        ),
        Check(
            "mark-letter", "L09", "信函的发文机关标志", "上边缘距纸边 30 mm", "±1.5 mm",
            "warning", "规", "10.1",
        ),
        Check(
            "red-gap", "L10", "红色分隔线位置", "发文字号之下 4 mm", "±1 mm", "error", "规",
            "7.2.7",
        ),
        Check("red-length", "L10", "红色分隔线长", "156 mm", "±1 mm", "error", "规", "7.2.7"),
        Check(
            "double", "L11", "信函双线", "标志下 4 mm、距下纸边 20 mm，长 170 mm，居中",
            "位置 ±1.5 mm，长 ±2 mm", "error", "规", "10.1",
        ),
        Check("number-form", "L12", "页码写法", "— 1 —", "相等", "error", "规", "7.5"),
        Check(
            "number-side", "L12", "页码位置", "单页居右空一字，双页居左空一字", "±2 mm", "error",
            "规", "7.5", True,
        ),
        Check(
            "number-below", "L12", "页码高度", "一字线在版心下边缘之下 7 mm", "±2 mm", "warning",
            "规", "7.5",
        ),
        Check(
            "doc-number", "L13", "发文字号", "机关代字〔年份〕序号号，如 青柳街〔2026〕3号",
            "相符", "error", "规", "7.2.5",
        ),
        Check("date", "L13", "成文日期", _DATES, "相符", "error", "规", "7.3.5.4"),
        Check(
            "printed", "L13", "印发日期", f"{_DATES}，后加“印发”", "相符", "error", "规",
            "7.4.3",
        ),
        Check("copy-number", "L13", "份号", "6 位阿拉伯数字", "相符", "error", "规", "7.2.1"),
        Check(
            "sign-off", "L14", "落款位置",
            "盖章、签名章：右空 4 字；不盖章：署名右空 2 字，日期再右移 2 字", "±0.3 字", "warning",
            "规", "7.3.5",
        ),
        Check(
            "attachments", "L15", "附件说明与附件", "件数、次序、名称一致", "相等", "error",
            "规", "7.3.7",
        ),
        Check(
            "attachment-page", "L16", "附件另起一页", "“附件”在新页第一行顶格", "相符",
            "error", "规", "7.3.7",
        ),
        Check(
            "attachment-label", "L16", "附件标识", "三号黑体", "±0.5 磅", "error", "规", "7.3.7",
        ),
        Check(
            "attachment-title", "L16", "附件标题", "居中，在第三行", "±3 mm，±0.5 行", "error",
            "规", "7.3.7",
        ),
        Check(
            "imprint-place", "L17", "版记位置", "末条分隔线与最后一页版心下边缘重合",
            "末行距版心下边缘 −1–6 mm", "error", "规", "7.4.1",
        ),
        Check("imprint-rules", "L17", "版记分隔线长", "156 mm", "±1 mm", "error", "规", "7.4.1"),
        Check(
            "imprint-thickness", "L17", "版记分隔线粗", "首末 0.35 mm，中间 0.25 mm", "±0.1 mm",
            "info", "荐", "7.4.1",
        ),
        Check("copies", "L17", "抄送", "“抄送：”起，末尾用句号", "相符", "error", "规", "7.4.2"),
        Check("body-first", "L18", "首页正文", "首页显示正文", "相符", "error", "规", "7.3.3"),
        Check(
            "sign-off-page", "L19", "落款所在页", "落款与正文同页", "相符", "error", "规",
            "7.3.5.5",
        ),
        Check(
            "red", "L20", "红色", "只用于发文机关标志、红色分隔线和印章", "相符", "warning",
            "规", "5.2.4",
        ),
        Check(
            "fonts", "L21", "字体", "要求的字体全部嵌入，没有代用", "相符", "warning", "实务",
            "5.2.2",
        ),
    )
}  # fmt: skip


def found(key: str, measured: str, ok: bool, where: str = "") -> Measured:
    """The check `key` with what was measured."""
    return Measured(CHECKS[key], measured, ok, where)
