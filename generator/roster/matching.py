"""Matching 对应: which sheet and column of a spreadsheet belongs to which field."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from generator.errors import RosterError
from generator.fields.parties import OrgField
from generator.roster.cells import Broken, Uncomputed
from generator.roster.choices import NOTHING, Choices
from generator.roster.columns import (
    CHOICES,
    DATA,
    EXAMPLE,
    GUIDE,
    RESULT,
    RULES,
    Target,
    list_fields,
    list_targets,
    row_targets,
)
from generator.roster.files import sheets
from generator.roster.findings import CellFinding
from generator.roster.heads import Head, Known, find_head, head_at, likely_head
from generator.roster.likeness import ENOUGH, EXACT, LIKE, assigned, is_key, likeness, name_of
from generator.roster.sheet import Line, Sheet
from generator.roster.tables import Column, How, Table
from generator.roster.untold import unused_columns, unused_sheets
from generator.template import Template

_LOOSE = 0.2
"""What a name that is merely like a field's counts for, where heads are looked for."""
EXAMPLES = 4
"""Cells of a column that are shown, and tried, to see what it holds."""


@dataclass(frozen=True)
class Matching:
    """A spreadsheet matched to a template: the sheet of rows, those of lists, those left out.

    `lacking` names what must be there and is not; `findings` tell what was left out; `constants`
    are texts that every row has.
    """

    name: str
    rows: Table
    lists: tuple[Table, ...] = ()
    unused: tuple[Sheet, ...] = ()
    lacking: tuple[str, ...] = ()
    findings: tuple[CellFinding, ...] = ()
    signature: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The sheets in use, that of rows first."""
        return self.rows, *self.lists

    def guesses(self) -> tuple[Column, ...]:
        """The columns that were matched by likeness alone."""
        return tuple(c for t in self.tables for c in t.columns if c.how == "like")


def match(template: Template, name: str, data: bytes, choices: Choices = NOTHING) -> Matching:
    """How the spreadsheet `name` fits `template`; what was chosen goes before what is alike.

    Raises `RosterError` for a file that cannot be read or that has no line at all.
    """
    return match_sheets(template, name, sheets(name, data), choices)


def match_sheets(
    template: Template, name: str, found: Sequence[Sheet], choices: Choices = NOTHING
) -> Matching:
    """`match` for sheets that were read before."""
    usable = [s for s in found if s.lines and s.name not in (GUIDE, CHOICES, RESULT)]
    if not usable:
        raise RosterError("里面没有内容", where=name, remedy="选填好的数据表再试")
    visible = [sheet for sheet in usable if not sheet.hidden] or usable
    targets = row_targets(template)
    heads = {s.name: find_head(s, _known(targets)) for s in visible}
    lists = _lists(template, visible, heads, choices)
    main, head = _main(visible, heads, lists, choices)
    rows = _table(main, head, targets, choices, "")
    tables = [
        _table(sheet, list_head, list_targets(template.fields[list_name]), choices, list_name)
        for sheet in visible
        if sheet is not main and sheet.name in lists
        for list_name, list_head in [lists[sheet.name]]
    ]
    tables = [_with_keys(table, rows) for table in tables]
    there = {column.target.field for column in rows.columns if column.target}
    there |= {table.list for table in tables}
    constants = {
        name: text
        for name, text in choices.constants.items()
        if name in template.fields and name not in there and text.strip()
    }
    lacking = _lacking(template, there | set(constants), tables)
    used = {main.name, *(table.sheet.name for table in tables)}
    unused = tuple(sheet for sheet in usable if sheet.name not in used)
    findings = [
        *(f for table in (rows, *tables) for f in unused_columns(table, targets)),
        *unused_sheets(unused, main),
    ]
    # what is found without choices: next month's file is to be known by it before any is applied
    free = lists if not choices else _lists(template, visible, heads, NOTHING)
    sign = _signature(template, _main(visible, heads, free, NOTHING)[1])
    return Matching(name, rows, tuple(tables), unused, lacking, tuple(findings), sign, constants)


def _known(targets: Sequence[Target]) -> Known:
    """What texts of a head name among `targets`; loose likeness counts for little."""
    seen: dict[str, tuple[str, float]] = {}

    def known(text: str) -> tuple[str, float]:
        if text not in seen:
            scores = ((target.name, likeness(text, target)) for target in targets)
            name, score = max(scores, key=lambda entry: entry[1], default=("", 0.0))
            seen[text] = name, score if score >= LIKE else _LOOSE if score >= ENOUGH else 0.0
        return seen[text]

    return known


def _lists(
    template: Template,
    visible: Sequence[Sheet],
    heads: Mapping[str, tuple[float, Head] | None],
    choices: Choices,
) -> dict[str, tuple[str, Head]]:
    """For each sheet that holds the entries of a list field: the field, and the sheet's head."""
    found: dict[str, tuple[str, Head]] = {}
    fields = {declared.name: declared for declared in list_fields(template)}
    taken = {name for name in choices.lists.values() if name}
    for sheet in visible:
        chosen = choices.lists.get(sheet.name)
        ours = chosen is None and sheet.name == DATA
        if chosen == "" or sheet.name == choices.sheet or ours:
            continue
        best: tuple[float, str, Head] | None = None
        for name, declared in fields.items():
            if (chosen and name != chosen) or (not chosen and name in taken):
                continue
            targets = list_targets(declared)
            at = find_head(sheet, _known(targets))
            head = at[1] if at else likely_head(sheet) if chosen else None
            if head is None:
                continue
            named = name_of(sheet.name).text == name or name in sheet.name
            # a sheet is a list's by its name, or by most of the list's columns and a key
            enough = named or (
                at is not None
                and at[0] > (heads[sheet.name] or (0.0,))[0]
                and at[0] >= max(2.0, 0.7 * len(targets))
                and any(is_key(text) or _is_unit(text) for texts in head.names for text in texts)
            )
            score = (at[0] if at else 0.0) + (10 if named else 0)
            if (chosen or enough) and (best is None or score > best[0]):
                best = score, name, head
        if best is not None:
            found[sheet.name] = best[1], best[2]
            taken.add(best[1])
    return found


_UNIT = Target("单位", OrgField("单位"), names=("单位",))


def _is_unit(text: str) -> bool:
    return likeness(text, _UNIT) >= LIKE


def _main(
    visible: Sequence[Sheet],
    heads: Mapping[str, tuple[float, Head] | None],
    lists: Mapping[str, object],
    choices: Choices,
) -> tuple[Sheet, Head]:
    """The sheet of rows and its head: the chosen one, else that with the most known names."""
    chosen = [sheet for sheet in visible if sheet.name == choices.sheet]
    among = chosen or [s for s in visible if s.name not in lists] or list(visible)
    best = max(among, key=lambda sheet: (heads[sheet.name] or (0.0,))[0])
    if choices.head and (head := head_at(best, choices.head)):
        return best, head
    found = heads[best.name]
    if found is not None and found[0] >= 0.9:
        return best, found[1]
    first = among[0]
    return first, likely_head(first) or Head(0, (), ())


def _table(
    sheet: Sheet, head: Head, targets: Sequence[Target], choices: Choices, list_name: str
) -> Table:
    by_name = {target.name: target for target in targets}
    below = [line for line in sheet.spread.lines if line.number > head.number and not line.hidden]
    keys = next((i for i, text in enumerate(head.texts) if is_key(text)), None)
    if keys is not None:
        below = [line for line in below if line.cell(keys).strip() not in (EXAMPLE, RULES)]
    examples = {
        index: tuple(dict.fromkeys(_shortened(cell) for cell in _first(below, index)))
        for index, text in enumerate(head.texts)
        if text
    }
    said = {index: _choice(choices, sheet.name, list_name, head, index) for index in examples}
    chosen = {index: name for index, name in said.items() if name is not None}
    given: dict[int, Target] = {}
    for index, name in chosen.items():
        if name in by_name and by_name[name] not in given.values():
            given[index] = by_name[name]
    taken = {target.name for target in given.values()}
    free = [
        names if index in examples and index not in chosen else ()
        for index, names in enumerate(head.names)
    ]

    def fits(index: int, target: Target) -> bool:
        tried = [cell for cell in _first(below, index) if not isinstance(cell, Broken | Uncomputed)]
        read = [target.declared.parse(cell)[1] for cell in tried]
        return not tried or any(
            all(finding.severity != "error" for finding in findings) for findings in read
        )

    guessed = assigned(free, [t for t in targets if t.name not in taken], fits)
    columns = []
    for index, shown in examples.items():
        target: Target | None
        how: How
        if index in chosen:
            target = given.get(index)
            # chosen for another column before: said like any column that goes nowhere
            how = "" if target is None and chosen[index] else "chosen"
        else:
            target, score = guessed.get(index, (None, 0.0))
            how = "same" if target and score == EXACT else "like" if target else ""
        unit = name_of(head.names[index][0]).unit
        columns.append(Column(index, head.texts[index], target, how, shown, unit, index == keys))
    return Table(sheet, head, tuple(columns), list_name, keys)


def _first(lines: Sequence[Line], index: int) -> list[str]:
    found: list[str] = []
    for line in lines[:200]:
        if (cell := line.cell(index)).strip():
            found.append(cell)
            if len(found) == EXAMPLES:
                break
    return found


def _shortened(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= 30 else f"{text[:29]}…"


def _choice(choices: Choices, sheet: str, list_name: str, head: Head, index: int) -> str | None:
    """What was chosen for a column: by sheet and letter, by letter, or by its head's text."""
    text = head.texts[index]
    own = [get_column_letter(index + 1), text, "".join(text.split()), name_of(text).text]
    keys = [f"{sheet}!{key}" for key in own]
    if not list_name:
        keys += own
    return next((choices.columns[key] for key in keys if key in choices.columns), None)


def _with_keys(table: Table, rows: Table) -> Table:
    """`table` with the column that ties it to `rows`: 序号, or one that both have."""
    if table.keys is not None:
        return table
    known = {name_of(column.head).text: column for column in rows.columns}
    for column in table.columns:
        shared = name_of(column.head).text in known and column.target is None
        if shared or (column.target is None and _is_unit(column.head)):
            marked = tuple(replace(c, key=c.index == column.index) for c in table.columns)
            return replace(table, keys=column.index, columns=marked)
    return table


def _lacking(
    template: Template, there: AbstractSet[str], tables: Sequence[Table]
) -> tuple[str, ...]:
    lacking = [f.name for f in template.fields.values() if f.needed and f.name not in there]
    for table in tables:
        for target in list_targets(template.fields[table.list]):
            if target.needed and table.column_of(target.name) is None:
                lacking.append(f"{table.list}的{target.part}")
    return tuple(lacking)


def _signature(template: Template, head: Head) -> str:
    """What spreadsheets with the same head of rows share; names of sheets (三月, 四月) and other
    sheets, which come and go from month to month, do not count."""
    names = [name_of(text).text for text in head.texts]
    text = "\n".join([template.id, "\t".join(names).rstrip("\t")])
    return hashlib.sha256(text.encode()).hexdigest()
