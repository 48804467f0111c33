"""What hypothesis draws: texts as officials write them, and canonical documents made of them."""

from __future__ import annotations

from hypothesis import strategies as st

from corpus.document import (
    Attachment,
    Block,
    Caution,
    Cell,
    Column,
    Document,
    Fact,
    Figure,
    Heading,
    Imprint,
    Item,
    Label,
    Masthead,
    Note,
    Paragraph,
    SignOff,
    Source,
    Table,
)
from corpus.genres import GENRES

_WORDS = (
    "排查隐患",
    "压实责任",
    "宣传发动",
    "走访居民",
    "清理楼道",
    "登记台账",
    "巡查河道",
    "培训骨干",
    "更新设施",
    "调解纠纷",
    "入户核查",
    "公示结果",
    "落实经费",
    "建立专班",
    "完善机制",
    "畅通渠道",
    "总结经验",
    "整改问题",
    "汇总数据",
    "联系商户",
)
_UNITS = ("青禾县柳溪街道办事处", "望川县东湾社区居民委员会", "青禾县应急管理局")
_GENRE_NAMES = tuple(name for name in GENRES if name not in ("其他", "理论文章", "函"))
_LABELS = ("组长", "副组长", "成员", "办公室主任", "牵头单位", "完成时限")
_NAMES = ("周某某", "李某某", "王某", "赵某某")


def phrases(most: int = 2) -> st.SearchStrategy[str]:
    """A clause without marks, fit for a heading: 排查隐患压实责任."""
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=most).map("".join)


def sentences() -> st.SearchStrategy[str]:
    """A full sentence with a comma and a stop, long enough to be no heading."""
    return st.tuples(phrases(), phrases(3), st.integers(1, 9999)).map(
        lambda t: f"各社区要{t[0]}，会同有关部门{t[1]}，全年不少于{t[2]}户次。"
    )


def titles() -> st.SearchStrategy[str]:
    """A title: unit, year, matter, genre."""
    return st.tuples(
        st.sampled_from(_UNITS), st.integers(2020, 2035), phrases(), st.sampled_from(_GENRE_NAMES)
    ).map(lambda t: f"{t[0]}{t[1]}年{t[2]}{t[3]}")


def paragraphs() -> st.SearchStrategy[Block]:
    """A plain paragraph, or one that opens with 一是."""
    plain = st.lists(sentences(), min_size=1, max_size=3).map(lambda s: Paragraph(text="".join(s)))
    spoken = sentences().map(lambda text: Paragraph(level=5, marker="一是", text=text))
    return st.one_of(plain, plain, spoken)


def leads(level: int) -> st.SearchStrategy[Block]:
    """A paragraph with a run-in heading of `level`."""
    return st.builds(
        Paragraph, level=st.just(level), marker=st.just("x"), lead=phrases(), text=sentences()
    )


def items(level: int) -> st.SearchStrategy[list[Block]]:
    """A list of at least two items that end in semicolons, the last in a stop."""
    return st.lists(phrases(3), min_size=2, max_size=5).map(
        lambda texts: [
            Item(level=level, text=text + ("；" if index < len(texts) - 1 else "。"))
            for index, text in enumerate(texts)
        ]
    )


def labels() -> st.SearchStrategy[Block]:
    """A labelled line: 组长：周某某."""
    names = st.lists(st.sampled_from(_NAMES), min_size=0, max_size=3).map("、".join)
    return st.builds(Label, label=st.sampled_from(_LABELS), text=names)


def tables() -> st.SearchStrategy[Table]:
    """A table of two to four columns with a head and at least one row."""

    def table(rows: list[list[str]], caption: str | None) -> Table:
        cells = tuple(tuple(Cell(text) for text in row) for row in rows)
        columns = tuple(Column(text) for text in rows[0])
        return Table(caption=caption, columns=columns, head=cells[:1], rows=cells[1:])

    rows = st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(phrases(1), min_size=width, max_size=width), min_size=2, max_size=4
        )
    )
    return st.builds(table, rows, st.one_of(st.none(), phrases()))


def sections(level: int = 1) -> st.SearchStrategy[list[Block]]:
    """A heading with what stands below it, deeper sections included."""
    body: list[st.SearchStrategy[list[Block]]] = [
        st.lists(paragraphs(), min_size=1, max_size=2),
        st.lists(labels(), min_size=1, max_size=3),
        tables().map(lambda table: [table]),
        sentences().map(lambda text: [Note(text=text)]),
    ]
    if level < 4:
        deeper = level + 1
        body += [
            st.lists(leads(deeper), min_size=1, max_size=3),
            items(deeper),
            st.lists(sections(deeper), min_size=1, max_size=2).map(
                lambda parts: [block for part in parts for block in part]
            ),
        ]
    opening = st.lists(sentences(), min_size=1, max_size=2).map(
        lambda texts: [Paragraph(text=text) for text in texts]
    )
    return st.tuples(phrases(), opening, st.one_of(body)).map(
        lambda t: [Heading(level=level, text=t[0]), *t[1], *t[2]]
    )


def bodies() -> st.SearchStrategy[tuple[Block, ...]]:
    """An opening paragraph and sections."""
    return st.tuples(sentences(), st.lists(sections(), min_size=1, max_size=3)).map(
        lambda t: (Paragraph(text=t[0]), *(block for part in t[1] for block in part))
    )


def signoffs() -> st.SearchStrategy[SignOff]:
    """A sign-off with one unit and a date."""
    return st.builds(
        SignOff,
        issuers=st.sampled_from(_UNITS).map(lambda unit: (unit,)),
        date=st.dates().filter(lambda d: 2000 <= d.year <= 2099).map(lambda d: d.isoformat()),
    )


def documents() -> st.SearchStrategy[Document]:
    """A canonical document as composing makes it: title, sections, sign-off, attachments."""
    attachments = st.builds(
        lambda title, table, note: Attachment(title, True, (table, Note(text=note))),
        phrases().map(lambda text: text + "分工表"),
        tables(),
        sentences(),
    )
    return st.builds(
        Document,
        title=titles(),
        genre=st.sampled_from(_GENRE_NAMES),
        topics=st.lists(phrases(1), max_size=2).map(tuple),
        issuer=st.one_of(st.none(), st.sampled_from(_UNITS)),
        recipients=st.sampled_from(((), ("各社区居民委员会", "街道各科室"))),
        blocks=bodies(),
        attachments=st.lists(attachments, max_size=2).map(tuple),
        signoff=st.one_of(st.none(), signoffs()),
    ).map(Document.canonical)


_ANY = st.text(max_size=20)
_LINES = st.one_of(st.none(), st.tuples(st.integers(1, 99), st.integers(1, 99)))
_MAYBE = st.one_of(st.none(), _ANY)


def any_blocks() -> st.SearchStrategy[Block]:
    """A block of any type with any values that its fields take, sensible or not."""
    level = st.integers(1, 5)
    cells = st.builds(Cell, _ANY, st.integers(1, 3), st.integers(1, 3))
    rows = st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple)
    return st.one_of(
        st.builds(Heading, _ANY, level, _MAYBE, _ANY, _MAYBE, _LINES),
        st.builds(
            Paragraph, _ANY, st.one_of(st.none(), level), _MAYBE, _MAYBE, _ANY, _MAYBE, _LINES
        ),
        st.builds(Item, _ANY, level, _MAYBE, _ANY, _LINES),
        st.builds(Label, _ANY, _ANY, _ANY, _LINES),
        st.builds(
            Table,
            _ANY,
            _MAYBE,
            st.lists(
                st.builds(Column, _ANY, _MAYBE, _ANY, st.sampled_from((None, "left", "center"))),
                max_size=3,
            ).map(tuple),
            rows,
            rows,
            _LINES,
        ),
        st.builds(Figure, _ANY, _ANY, st.floats(1, 200), _ANY, _MAYBE, _LINES),
        st.builds(Note, _ANY, _ANY, _LINES),
    )


def any_documents() -> st.SearchStrategy[Document]:
    """A document with anything in it that the model allows: for JSON and for `canonical`."""
    texts = st.lists(_ANY, max_size=3).map(tuple)
    blocks = st.lists(any_blocks(), max_size=6).map(tuple)
    return st.builds(
        Document,
        layout=st.sampled_from(("plain", "document", "letter", "minutes")),
        title=_ANY,
        title_source=st.sampled_from(("stated", "derived")),
        genre=st.sampled_from(tuple(GENRES)),
        topics=texts,
        issuer=_MAYBE,
        place=_MAYBE,
        year=st.one_of(st.none(), st.integers(1900, 2100)),
        masthead=st.one_of(st.none(), st.builds(Masthead, _MAYBE, _MAYBE, texts, st.booleans())),
        recipients=texts,
        copies=texts,
        blocks=blocks,
        attachments=st.lists(st.builds(Attachment, _ANY, st.booleans(), blocks), max_size=2).map(
            tuple
        ),
        notes=texts,
        signoff=st.one_of(st.none(), st.builds(SignOff, texts, _MAYBE, st.booleans())),
        imprint=st.one_of(st.none(), st.builds(Imprint, _ANY, _MAYBE)),
        facts=st.lists(
            st.builds(Fact, _ANY, _ANY, _ANY, st.tuples(st.integers(0, 9), st.integers(0, 9))),
            max_size=2,
        ).map(tuple),
        source=st.one_of(
            st.none(),
            st.builds(Source, _ANY, st.one_of(st.none(), st.integers(1, 99)), _LINES, _MAYBE),
        ),
        warnings=st.lists(
            st.builds(Caution, _ANY, st.one_of(st.none(), st.integers(1, 99)), _ANY), max_size=2
        ).map(tuple),
    )
