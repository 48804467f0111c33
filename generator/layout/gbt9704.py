"""The measures of GB/T 9704-2012《党政机关公文格式》, each once, with clause and unit.

Word, PDF and preview all read them here. Ids are those of the layout specification (P1, B4 …);
clause "实务" marks what the standard leaves open and practice has settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.layout.units import NONE, Chars, Length, Mm, Pt


@dataclass(frozen=True, slots=True, eq=False)
class Measure(Length):
    """A length that the standard fixes: its id in the specification, its clause, its name."""

    id: str = ""
    clause: str = ""
    name: str = ""


def _measure(id: str, clause: str, name: str, length: Length) -> Measure:
    return Measure(length.points, id, clause, name)


# Page and grid (5.1, 5.2)
PAPER_WIDTH = _measure("P1", "5.1", "幅面宽", Mm(210))
PAPER_HEIGHT = _measure("P1", "5.1", "幅面高", Mm(297))
TOP = _measure("P2", "5.2.1", "天头", Mm(37))
LEFT = _measure("P3", "5.2.1", "订口", Mm(28))
TEXT_WIDTH = _measure("P4", "5.2.1", "版心宽", Mm(156))
TEXT_HEIGHT = _measure("P4", "5.2.1", "版心高", Mm(225))
RIGHT = _measure("P5", "5.2.1", "切口", Mm(26))
BOTTOM = _measure("P6", "5.2.1", "地脚", Mm(35))
LINES = 22  # P7, 5.2.3
CHARACTERS = 28  # P8, 5.2.3
# 22 lines need a pitch in (27.73, 28.99] pt; 579 twips fill the text area best.
LINE_PITCH = _measure("P7", "5.2.3", "行距", Pt(28.95))
# 28 characters of 16 pt would take 158 mm, so they are set 0.2 pt closer than their size.
CHARACTER_PITCH = _measure("P8", "5.2.3", "字距", TEXT_WIDTH / CHARACTERS)
# Word's grid of characters is not portable, and runs of different faces lose a fraction at each
# seam; −0.3 pt a character gives 28 everywhere, and justification fills the line.
TRACKING = _measure("P8", "5.2.3", "字间距", Pt(-0.3))

# Type sizes (字号)
TWO = _measure("B1", "7.3.1", "二号", Pt(22))
THREE = _measure("P9", "5.2.2", "三号", Pt(16))
FOUR = _measure("N1", "7.5", "四号", Pt(14))
SMALL_FOUR = _measure("T2", "实务", "小四", Pt(12))
MARK = _measure("H4", "7.2.4", "发文机关标志字号上限", Pt(48))

# Distances
MARK_TOP = _measure("H4", "7.2.4", "发文机关标志上边缘至版心上边缘", Mm(35))
ORDER_MARK_TOP = _measure("X8", "10.2", "命令（令）发文机关标志上边缘至版心上边缘", Mm(20))
RED_RULE_GAP = _measure("H7", "7.2.7", "红色分隔线至发文字号", Mm(4))
RED_RULE = _measure("H7", "实务", "红色分隔线粗", Pt(1.5))
MARK_PITCH = 1.25  # H4, 实务: rows of a joint mark, in sizes
MARK_HEIGHT = _measure("H4", "实务", "联合发文机关标志最高", Mm(75))
LETTER_MARK_TOP = _measure("X1", "10.1", "信函发文机关标志上边缘至上页边", Mm(30))
LETTER_RULE_GAP = _measure("X2", "10.1", "信函红色双线至发文机关标志", Mm(4))
LETTER_RULE_BOTTOM = _measure("X2", "10.1", "信函第二条红色双线至下页边", Mm(20))
LETTER_RULE_LENGTH = _measure("X2", "10.1", "信函红色双线长", Mm(170))
LETTER_RULE_THICK = _measure("X2", "实务", "信函红色双线粗线", Pt(2.25))
LETTER_RULE_THIN = _measure("X2", "实务", "信函红色双线细线", Pt(0.75))
LETTER_RULE_SPACE = _measure("X2", "实务", "信函红色双线两线间", Pt(1.5))
LETTER_NUMBER_GAP = _measure("X4", "10.1", "信函发文字号至红色双线", THREE * 7 / 8)
PAGE_NUMBER_GAP = _measure("N3", "7.5", "页码一字线至版心下边缘", Mm(7))
HEADER = _measure("P2", "实务", "页眉距纸边", Mm(15))
PAGE_NUMBER_PITCH = _measure("N3", "实务", "页码行高", Pt(14))
IMPRINT_THICK = _measure("I1", "7.4.1", "版记首末分隔线粗", Mm(0.35))
IMPRINT_THIN = _measure("I1", "7.4.1", "版记中间分隔线粗", Mm(0.25))
TABLE_RULE = _measure("T2", "实务", "表格线粗", Pt(0.5))
TABLE_END = _measure("T2", "实务", "表后空", Pt(10))
TABLE_PITCH = _measure("T2", "实务", "表内行距", Pt(18))
CELL_SIDE = _measure("T2", "实务", "单元格左右空", Pt(4))
CELL_TOP = _measure("T2", "实务", "单元格上下空", Pt(2))

# Spaces counted in characters of the body
FIRST_LINE = Chars(2)  # B3, 7.3.3: 每自然段左空二字
SIGNOFF_RIGHT = Chars(2)  # B8, 7.3.5.2: 署名右空二字
SIGNOFF_STEP = Chars(2)  # B8, 7.3.5.2: 日期首字比署名首字右移二字
SEAL = Chars(9)  # B7, 7.3.5.1: a seal is up to 4.5 cm wide, and seals do not touch
SEAL_LINES = 5  # B7, 7.3.5.1: lines from one row of seals to the next
SEALED_ABOVE = 2  # B6, 7.3.5.1: empty lines that let the seal reach up to a line below the text
STAMPED_ABOVE = 2  # B9, 7.3.5.3: 正文下空二行
STAMP = Chars(7)  # B9, 实务: a stamp 签名章 is up to 4 cm wide
STAMP_LINES = 3  # B9, 实务: and up to 3 cm high, the post in the middle of its height
STAMP_POST = Chars(2)  # B9, 7.3.5.3: 签名章左空二字标注签发人职务
SIGNER_RIGHT = Chars(1)  # H6, 7.2.6: 签发人右空一字
SIGNERS_IN_ROW = 2  # H6, 7.2.6: 每行一般排两个
SEALED_RIGHT = Chars(4)  # B6, B9, 7.3.5: 成文日期（签名章）右空四字
PAGE_NUMBER_SIDE = Chars(1)  # N4, 7.5: 居右（左）空一字
IMPRINT_SIDE = Chars(1)  # I3, 7.4.2: 左右各空一字

RED = "C4231B"  # 7.2.4, 7.2.7: the mark and its rule, nothing else
GAP_GROUND = "FFE7A3"  # 待补: amber, so that nobody takes the page for final

Face = Literal["仿宋", "黑体", "楷体", "小标宋", "宋体"]


@dataclass(frozen=True, slots=True)
class FaceClass:
    """A class of faces: the family that Word asks for and those that count as the class (§4)."""

    name: Face
    word: str
    families: tuple[str, ...]
    bold: bool = False


FACES: dict[Face, FaceClass] = {
    face.name: face
    for face in (
        FaceClass(
            "仿宋",
            "仿宋_GB2312",
            (
                "仿宋_GB2312",
                "FangSong_GB2312",
                "仿宋",
                "FangSong",
                "STFangsong",
                "华文仿宋",
                "方正仿宋_GBK",
                "FZFangSong-Z02",
                "方正仿宋简体",
            ),
        ),
        FaceClass(
            "黑体",
            "黑体",
            ("黑体", "SimHei", "STHeiti", "Heiti SC", "方正黑体_GBK", "FZHei-B01", "方正黑体简体"),
        ),
        FaceClass(
            "楷体",
            "楷体_GB2312",
            (
                "楷体_GB2312",
                "KaiTi_GB2312",
                "楷体",
                "KaiTi",
                "STKaiti",
                "Kaiti SC",
                "方正楷体_GBK",
                "FZKai-Z03",
            ),
        ),
        FaceClass(
            "小标宋",
            "方正小标宋简体",
            ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
        ),
        FaceClass("宋体", "宋体", ("宋体", "SimSun", "STSong", "Songti SC", "NSimSun")),
    )
}

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of line looks; `word` is the Word style's name, `id` its key in the file."""

    id: str
    word: str
    face: Face
    size: Length
    clause: str
    align: Align = "justify"
    first: Chars = FIRST_LINE
    outline: int | None = None
    keep_next: bool = False
    pitch: Length = LINE_PITCH
    colour: str | None = None


STYLES: dict[str, Style] = {
    style.id: style
    for style in (
        Style("Normal", "Normal", "仿宋", THREE, "5.2.2", first=NONE),
        Style("BodyText", "Body Text", "仿宋", THREE, "7.3.3"),
        Style("Title", "Title", "小标宋", TWO, "7.3.1", "center", NONE, keep_next=True),
        Style("Byline", "题下", "楷体", THREE, "实务", "center", NONE, keep_next=True),
        Style("Heading1", "heading 1", "黑体", THREE, "7.3.3", outline=1, keep_next=True),
        Style("Heading2", "heading 2", "楷体", THREE, "7.3.3", outline=2, keep_next=True),
        Style("Heading3", "heading 3", "仿宋", THREE, "7.3.3", outline=3, keep_next=True),
        Style("Heading4", "heading 4", "仿宋", THREE, "7.3.3", outline=4, keep_next=True),
        Style("Heading5", "heading 5", "仿宋", THREE, "实务", outline=5, keep_next=True),
        Style("Recipients", "主送机关", "仿宋", THREE, "7.3.2", first=NONE),
        Style("Item", "列项", "仿宋", THREE, "7.3.3"),
        Style("Label", "名单", "仿宋", THREE, "实务", first=NONE),
        Style("Blank", "空行", "仿宋", THREE, "7.3", first=NONE),
        Style("Caption", "caption", "黑体", FOUR, "实务", "center", NONE, keep_next=True),
        Style("FigureCaption", "图题", "黑体", FOUR, "实务", "center", NONE),
        Style("TableHead", "表头", "黑体", SMALL_FOUR, "实务", "center", NONE, pitch=TABLE_PITCH),
        Style("TableText", "表内文字", "仿宋", SMALL_FOUR, "实务", "left", NONE, pitch=TABLE_PITCH),
        Style("TableEnd", "表后", "仿宋", SMALL_FOUR, "实务", "left", NONE, pitch=TABLE_END),
        Style("Picture", "图", "仿宋", THREE, "实务", "center", NONE, keep_next=True),
        Style("Note", "表注", "仿宋", SMALL_FOUR, "实务", "left", NONE, pitch=TABLE_PITCH),
        Style("AttachmentList", "附件说明", "仿宋", THREE, "7.3.4", first=NONE),
        Style("AttachmentLabel", "附件标识", "黑体", THREE, "7.3.7", "left", NONE, keep_next=True),
        Style("AttachmentTitle", "附件标题", "小标宋", TWO, "7.3.7", "center", NONE, 1, True),
        Style("SignOff", "落款", "仿宋", THREE, "7.3.5", "left", NONE),
        Style("Remark", "附注", "仿宋", THREE, "7.3.6"),
        Style("Attendance", "出席", "仿宋", THREE, "10.3", first=NONE),
        Style("CopyNumber", "份号", "仿宋", THREE, "7.2.1", "left", NONE),
        Style("Urgency", "紧急程度", "黑体", THREE, "7.2.3", "left", NONE),
        Style(
            "Mark", "发文机关标志", "小标宋", MARK, "7.2.4", "center", NONE, pitch=MARK, colour=RED
        ),
        Style("DocNumber", "发文字号", "仿宋", THREE, "7.2.5", "center", NONE),
        Style("Imprint", "版记", "仿宋", FOUR, "7.4", "left", NONE),
        Style("PageNumber", "footer", "宋体", FOUR, "7.5", "left", NONE, pitch=PAGE_NUMBER_PITCH),
    )
}

MEASURES: tuple[Measure, ...] = tuple(
    value for value in dict(globals()).values() if isinstance(value, Measure)
)
