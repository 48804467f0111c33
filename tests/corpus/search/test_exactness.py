"""Exactness: a quoted search finds the documents that hold it within one block, and no other."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.library import Library, Scope
from corpus.library.content import SIMPLIFIED, frame_of, texts_in
from corpus.reading import read_file
from corpus.search import engines, find, reindex
from corpus.search.asking import on
from corpus.search.matching import Source, match
from corpus.search.query import parse
from tests.corpus.library.making import scheme
from webapp.samples import add_samples

# Marks that end or part a quotation could not stand inside one.
_QUOTES = set('"“”„「『」』')


def _folded(text: str) -> str:
    """NFKC, lower case, simplified, no spaces: told once more here, to check the other telling."""
    normal = unicodedata.normalize("NFKC", text).lower().translate(SIMPLIFIED)
    return "".join(c for c in normal if unicodedata.category(c)[0] not in "ZC")


def _pieces(document: Document) -> Iterator[str]:
    """The title, each block's texts, and what stands around the text, each for itself."""
    yield document.title
    for block in document.blocks:
        yield from texts_in(block)
    for attachment in document.attachments:
        yield attachment.title
        for block in attachment.blocks:
            yield from texts_in(block)
    yield from frame_of(document)


ODD = (
    scheme(
        "关于H7N9防控的通知", "依据〔2025〕12号文，完成率达到80%以上。", "#工作目标", "覆盖100%。"
    ),
    scheme("青禾县某某通知", "開展網格化服務管理，落實責任。", "〔2025〕", "12号"),
    scheme("望川县某某函", "Ｈ７Ｎ９ 与 h7n9 是一回事；８０％。", "PM2.5下降3.5个百分点"),
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Scope]]:
    """The seeds (where they are), the shipped samples and some odd documents."""
    folder = Path(__file__).parents[3].parent / "shared" / "seeds"
    with Library.open(tmp_path_factory.mktemp("exact") / "home") as library:
        owner = library.users.ensure_owner("周某某").id
        for path in sorted(folder.glob("*.txt")):
            library.documents.add_all(read_file(path), owner=owner)
        add_samples(library, owner)
        library.documents.add_all(ODD, owner=owner)
        yield library, Scope(owner)


@pytest.fixture(scope="module")
def truth(kept: tuple[Library, Scope]) -> dict[int, list[str]]:
    """The folded pieces of every document by its id."""
    library, scope = kept
    return {
        entry.id: [
            _folded(piece) for piece in _pieces(library.documents.get(entry.id, scope).document)
        ]
        for entry in library.documents.list(scope, limit=10_000)
    }


@pytest.fixture(scope="module", params=engines.names())
def asked(request: pytest.FixtureRequest, kept: tuple[Library, Scope]) -> tuple[Library, Scope]:
    """The library under each engine in turn."""
    reindex(kept[0], engine=request.param)
    return kept


def _scan(truth: dict[int, list[str]], word: str) -> set[int]:
    return {id for id, pieces in truth.items() if any(word in piece for piece in pieces)}


def _answers(library: Library, scope: Scope, words: list[str]) -> list[set[int]]:
    def ask(source: Source) -> list[set[int]]:
        return [
            {row.id for row in source.shelf.rows_of(match(source, parse(word), scope))}
            for word in words
        ]

    return on(library, ask)


def test_2000_random_substrings_find_exactly_what_a_scan_of_all_texts_finds(
    asked: tuple[Library, Scope], truth: dict[int, list[str]]
) -> None:
    chance = random.Random(20_26)
    pieces = [piece for pieces in truth.values() for piece in pieces if piece]
    words: list[str] = []
    while len(words) < 2000:
        piece = chance.choice(pieces)
        start = chance.randrange(len(piece))
        word = piece[start : start + chance.randint(1, 8)]
        if not _QUOTES & set(word):
            words.append(word)
    found = _answers(*asked, [f"“{word}”" for word in words])
    wrong = [word for word, ids in zip(words, found, strict=True) if ids != _scan(truth, word)]
    assert wrong == []
    assert len(truth) >= 11


def test_the_search_itself_gives_all_of_them_and_no_other(
    asked: tuple[Library, Scope], truth: dict[int, list[str]]
) -> None:
    library, scope = asked
    chance = random.Random(7)
    for _ in range(40):
        piece = chance.choice([p for pieces in truth.values() for p in pieces if len(p) > 8])
        start = chance.randrange(len(piece) - 4)
        word = piece[start : start + 4]
        if _QUOTES & set(word):
            continue
        results = find(library, f"“{word}”", scope, limit=200, fold_duplicates=False)
        expected = _scan(truth, word)
        assert {hit.id for hit in results.hits} == expected
        assert results.total == len(expected)
        assert results.notes == ()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("“〔2025〕12号”", {0}),
        ("“［2025］”", set()),
        ("“H7N9”", {0, 2}),
        ("“ｈ７ｎ９”", {0, 2}),
        ("“80%”", {0, 2}),
        ("“%以”", {0}),
        ("“100%。”", {0}),
        ("“开展网格化”", {1}),
        ("“開展網格化”", {1}),
        ("“管理，落实”", {1}),
        ("“PM2.5”", {2}),
        ("“12号〔2025〕”", set()),
    ],
)
def test_digits_latin_letters_and_marks_are_as_exact_as_words(
    asked: tuple[Library, Scope], words: str, titles: set[int]
) -> None:
    library, scope = asked
    wanted = {ODD[n].title for n in titles}
    (ids,) = _answers(library, scope, [words])
    found = {library.documents.get(id, scope).document.title for id in ids}
    assert found & {document.title for document in ODD} == wanted
