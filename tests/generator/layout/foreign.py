"""Papers that are not ours: set with the typesetter directly, right or wrong in one respect."""

from __future__ import annotations

from dataclasses import dataclass

import typst

from generator.layout import fonts
from tests.generator.layout.samples import FULL_LINE


@dataclass(frozen=True)
class Paper:
    """A paper with its measures; the defaults are the standard's."""

    width: float = 210
    left: float = 28
    text_width: float = 156
    top: float = 37
    text_height: float = 225
    pitch: float = 28.95
    size: float = 16
    face: str = "仿宋"
    indent: float = 2
    title_size: float = 22
    title_align: str = "center"
    first_heading: str = "一、"
    first_face: str = "黑体"
    second_heading: str = "（一）"
    third_number: int = 3
    number: str = "— # —"
    number_align: str = "outside"
    doc_number: str = "青柳街〔2026〕3号"
    rule_gap: float = 4
    rule_width: float = 156
    mark_top: float = 35
    name_right: float = 2
    date: str = "2026年2月20日"
    alone: bool = False
    listed: str = "任务分工表"
    label_face: str = "黑体"
    annex_break: bool = True
    annex_align: str = "center"
    imprint: str = "bottom"
    imprint_width: float = 156
    copies: str = "抄送：青禾县应急管理局，各驻街单位。"
    printed: str = "2026年2月21日印发"
    stray: str = "000000"
    body_first: bool = True

    def pdf(self) -> bytes:
        """The paper as PDF."""
        compiler = typst.Compiler(font_paths=fonts.book(), ignore_system_fonts=True)
        result = compiler.compile(self.source().encode(), format="pdf", timestamp=0)
        assert isinstance(result, bytes)
        return result

    def source(self) -> str:
        """The paper as the typesetter reads it."""
        side = "if calc.odd(n) { right } else { left }" if self.number_align == "outside" else (
            self.number_align
        )  # fmt: skip
        page = self.number.replace("#", '" + str(n) + "')
        unit = 15.79
        places = {
            "bottom": "#place(bottom, float: true, clearance: 0pt, block(width: 100%, foot))",
            "flow": "#foot",
            "": "",
        }
        tail = "\n\n".join(
            (
                f"#pad(left: {2 * unit}pt)[附件：{self.listed}]",
                "#blank",
                f"#pad(left: {28 * unit - (10 + self.name_right) * unit}pt)[青禾县柳溪街道办事处]",
                f"#pad(left: {28 * unit - (10 + self.name_right - 2) * unit}pt)[{self.date}]",
            )
        )
        return f"""
#let cell(face, size, pitch, body) = text(
  font: face.first(), weight: face.last(), size: size * 1pt,
  tracking: if size == 16 {{ -0.3pt }} else {{ 0pt }},
  top-edge: (size * 0.88 + (pitch - size) / 2) * 1pt,
  bottom-edge: -(size * 0.12 + (pitch - size) / 2) * 1pt, body)
#let faces = ({self._faces()})
#let own(name, body) = cell(faces.at(name), {self.size}, {self.pitch}, body)
#let blank = block(height: {self.pitch}pt)
#set page(width: {self.width}mm, height: 297mm, margin: (top: {self.top}mm, left: {self.left}mm,
  right: {self.width - self.left - self.text_width}mm,
  bottom: {297 - self.top - self.text_height}mm),
  footer-descent: 0pt, footer: context {{
    let n = counter(page).get().first()
    v(7mm - 14pt * 0.58)
    align({side}, pad(x: {unit}pt, cell(faces.at("宋体"), 14, 14, "{page}")))
  }})
#set text(lang: "zh", region: "cn", cjk-latin-spacing: none, costs: (widow: 0%, orphan: 0%))
#set par(leading: 0pt, spacing: 0pt, justify: true, linebreaks: "simple")
#set block(above: 0pt, below: 0pt)
#let red(size, body) = cell(faces.at("小标宋"), size, size, text(fill: rgb("C4231B"), body))
#v({self.mark_top - 1.6}mm)
#align(center, red(36, [青禾县柳溪街道办事处文件]))
#own("仿宋", [
#blank#blank
#align(center)[{self.doc_number}]
#v({self.rule_gap}mm - {(self.pitch - 16) / 2 + 0.7}pt)
#align(center, line(length: {self.rule_width}mm, stroke: 1.5pt + rgb("C4231B")))
#blank#blank
])
#align({self.title_align}, cell(faces.at("小标宋"), {self.title_size}, {self.pitch},
  [关于柳溪街道消防安全的通知]))
{"" if self.body_first else "#pagebreak()"}
#own("{self.face}", [
#blank
#block[各社区居民委员会：]
#set par(first-line-indent: (amount: {self.indent * unit}pt, all: true))
#let one = "{FULL_LINE}"
#(one * 2)。

#text(fill: rgb("{self.stray}"))[第二段的文字，]#(one)。

#own("{self.first_face}", "{self.first_heading}工作目标")

#own("楷体", "{self.second_heading}整治范围")

1.#(one * 3)。

2.#(one * 3)。

{self.third_number}.#(one * 30)。

#(one * 9)。

{"#pagebreak()" if self.alone else ""}
#set par(first-line-indent: 0pt)
#blank

{tail}

{"#pagebreak()" if self.annex_break else ""}
#own("{self.label_face}", "附件")

#blank

#align({self.annex_align}, cell(faces.at("小标宋"), 22, {self.pitch}, [任务分工表]))

#blank
#set par(first-line-indent: (amount: {2 * unit}pt, all: true))
#(one * 4)。

])
#let foot = cell(faces.at("仿宋"), 14, 28.95, {{
  set par(first-line-indent: 0pt)
  line(length: {self.imprint_width}mm, stroke: 0.35mm)
  pad(x: 14pt)[{self.copies}]
  line(length: {self.imprint_width}mm, stroke: 0.25mm)
  pad(x: 14pt)[青禾县柳溪街道办公室#h(1fr){self.printed}]
  line(length: {self.imprint_width}mm, stroke: 0.35mm)
}})
{places[self.imprint]}
"""

    def _faces(self) -> str:
        return ", ".join(
            f'"{face}": ("{found.family}", {found.weight})' for face, found in fonts.faces().items()
        )


@dataclass(frozen=True)
class Letter:
    """A letter with its mark and double rules; the defaults are the standard's."""

    mark_top: float = 30
    upper: float = 4
    lower: float = 20
    length: float = 170
    shift: float = 0
    thick_first: bool = True

    def pdf(self) -> bytes:
        """The letter as PDF."""
        compiler = typst.Compiler(font_paths=fonts.book(), ignore_system_fonts=True)
        result = compiler.compile(self.source().encode(), format="pdf", timestamp=0)
        assert isinstance(result, bytes)
        return result

    def source(self) -> str:
        """The letter as the typesetter reads it."""
        found = fonts.faces()
        under = self.mark_top + 12.2 + self.upper
        bottom = 297 - self.lower
        weights = ((2.25, 0.75), (0.75, 2.25))
        (a, b), (c, d) = weights if self.thick_first else reversed(weights)
        lines = ((under, a), (under + 1, b), (bottom - 1, c), (bottom, d))
        left = 28 + 78 - self.length / 2 + self.shift
        rules = "\n".join(
            f"#place(top + left, dx: {left - 28}mm, dy: {y - 37}mm, "
            f'line(length: {self.length}mm, stroke: {weight}pt + rgb("C4231B")))'
            for y, weight in lines
        )
        return f"""
#set page(width: 210mm, height: 297mm, margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(lang: "zh", region: "cn", size: 16pt, font: "{found["仿宋"].family}", top-edge: 22pt,
  bottom-edge: -6.95pt, tracking: -0.3pt)
#set par(leading: 0pt, spacing: 0pt, justify: true)
#place(top + center, dy: {self.mark_top - 37 - 1.2}mm, text(
  font: "{found["小标宋"].family}", weight: {found["小标宋"].weight}, size: 36pt,
  fill: rgb("C4231B"), top-edge: 0.88em, bottom-edge: -0.12em, tracking: 0pt,
)[青禾县柳溪街道办事处])
{rules}
#v(14mm)
#align(right)[青柳街函〔2026〕3号]
#v(20mm)
#align(center, text(
  font: "{found["小标宋"].family}", weight: {found["小标宋"].weight}, size: 22pt,
)[关于商请支持消防安全工作的函])
#v(10mm)
青禾县应急管理局：
#set par(first-line-indent: (amount: 31.58pt, all: true))

{FULL_LINE * 4}。
"""
