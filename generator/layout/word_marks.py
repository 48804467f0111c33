"""Marks that Word needs a construction for: of several bodies, of a letter, its rules."""

from __future__ import annotations

from generator.layout import gbt9704
from generator.layout.lines import DoubleRule, JointMark, Letterhead
from generator.layout.profile import Profile
from generator.layout.units import Length, Pt
from generator.layout.word_runs import written

_SPARE = Pt(2)  # names spread to one width sum up to it only roughly
_THINNEST = Pt(1)  # of a line that is only a space


def joint_mark(mark: JointMark) -> str:
    """A table without rules: the names in its first cell, 文件 in the middle of its second."""
    style = (
        '<w:pPr><w:pStyle w:val="Mark"/>'
        f'<w:spacing w:line="{mark.pitch.twips}" w:lineRule="exact"/><w:jc w:val="%s"/></w:pPr>'
    )
    names = "".join(f"<w:p>{style % 'left'}{written(name, mark.size)}</w:p>" for name in mark.names)
    widths = [(mark.width + _SPARE).twips]
    cells = [names]
    if mark.suffix:
        wide = mark.size * sum(len(run.text) for run in mark.suffix)
        widths.append((mark.gap + wide + _SPARE).twips)
        cells.append(f"<w:p>{style % 'right'}{written(mark.suffix, mark.size)}</w:p>")
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{cell}</w:tc>"
        for wide, cell in zip(widths, cells, strict=True)
    )
    return (
        f"{_space(mark.above)}<w:tbl><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr></w:tbl>"
    )


def letterhead(head: Letterhead, profile: Profile) -> str:
    """Three frames that the paper's edge places, above the text area and wider than it: the mark,
    the rule, and the space to the text below it.

    One paragraph a frame, no higher than it: LibreOffice makes a paragraph's borders the frame's.
    """
    down = head.top + head.size + head.rule_gap
    mark = _frame(head.rule, head.top, head.size, profile)
    rule = _frame(head.rule, down, head.rule.height, profile)
    below = _frame(head.rule, down + head.rule.height, head.below, profile)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Mark"/>{mark}'
        f'<w:spacing w:line="{head.size.twips}" w:lineRule="exact"/></w:pPr>'
        f"{written(head.mark, head.size)}</w:p>{_rule(head.rule, rule, thick_first=True)}"
        f"{_space(head.below, below)}"
    )


def foot_rule(rule: DoubleRule, profile: Profile) -> str:
    """The rule near the lower edge of a letter's first page (X2, 10.1)."""
    top = gbt9704.PAPER_HEIGHT - gbt9704.LETTER_RULE_BOTTOM - rule.height
    return _rule(rule, _frame(rule, top, rule.height, profile), thick_first=False)


def _frame(rule: DoubleRule, top: Length, height: Length, profile: Profile) -> str:
    left = profile.left + (profile.text_width - rule.length) / 2
    return (
        f'<w:framePr w:w="{rule.length.twips}" w:h="{height.twips}" w:hRule="exact" '
        'w:wrap="notBeside" w:vAnchor="page" '
        f'w:hAnchor="page" w:x="{left.twips}" w:y="{top.twips}"/>'
    )


def _space(height: Length, frame: str = "") -> str:
    """An empty line that is `height` high."""
    line = max(height, _THINNEST).twips
    return (
        f'<w:p><w:pPr>{frame}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{line}" w:lineRule="exact"/></w:pPr></w:p>'
    )


def _rule(rule: DoubleRule, frame: str, *, thick_first: bool) -> str:
    """An empty line as high as the gap of the rules, which are its borders."""
    above, below = (rule.thick, rule.thin) if thick_first else (rule.thin, rule.thick)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{thick.eighths}" w:space="0" w:color="{rule.colour}"/>'
        for side, thick in (("top", above), ("bottom", below))
    )
    return (
        f'<w:p><w:pPr>{frame}<w:pBdr>{borders}</w:pBdr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{rule.gap.twips}" w:lineRule="exact"/></w:pPr></w:p>'
    )
