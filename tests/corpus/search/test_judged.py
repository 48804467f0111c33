"""The ranking against judgements by hand, beside plain bigram BM25 over the same texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pytest

from corpus.genres import ROLES
from corpus.library import Library, Scope
from corpus.plain import plain_text
from corpus.reading import read_file
from corpus.reading.masking import masked
from corpus.search import engines, find, find_sections, reindex
from generator.compose import compose
from generator.template import shipped
from tests.corpus.search.bigrams import Bigrams
from tests.corpus.search.judged import DEPTH, Judged, JudgedSet, judged_set

_SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not _SEEDS.is_dir(), reason="the seeds are not on this machine")


@dataclass(frozen=True, slots=True)
class Searched:
    """A library of the judged documents, their names by id, and the plain search over them."""

    library: Library
    scope: Scope
    names: Mapping[int, str]
    plain: Bigrams


@pytest.fixture(scope="module")
def judged() -> JudgedSet:
    return judged_set()


@pytest.fixture(scope="module")
def searched(judged: JudgedSet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searched]:
    names: dict[int, str] = {}
    texts: dict[str, str] = {}
    with Library.open(tmp_path_factory.mktemp("judged") / "home") as library:
        owner = library.users.ensure_owner("周某某").id
        for path in sorted(_SEEDS.glob("*.txt")):
            documents = read_file(path)
            kept = library.documents.add_all(documents, owner=owner)
            for document, entry in zip(documents, kept, strict=True):
                assert document.source
                assert document.source.lines
                name = judged.seeds[path.name[:3], document.source.lines[0]]
                names[entry.id] = name
                texts.setdefault(name, plain_text(document))
        for id in judged.templates:
            template = shipped()[id]
            document = masked(compose(template, template.sample_inputs()).document)
            kept_one = library.documents.add(document, owner=owner, kind="sample", name=f"{id}.md")
            names[kept_one.id] = id
            texts[id] = plain_text(document)
        yield Searched(library, Scope(owner), names, Bigrams(texts))


@pytest.fixture(scope="module", params=engines.names())
def asked(request: pytest.FixtureRequest, searched: Searched) -> Searched:
    """The library under each engine in turn."""
    reindex(searched.library, engine=request.param)
    return searched


def _ours(searched: Searched, each: Judged) -> list[str]:
    if each.kind == "section":
        sections = find_sections(
            searched.library, each.query, searched.scope, role=each.role, limit=2 * DEPTH
        )
        return [searched.names[hit.document.id] for hit in sections.hits]
    found = find(searched.library, each.query, searched.scope, limit=2 * DEPTH)
    return [searched.names[hit.id] for hit in found.hits]


def _plain(searched: Searched, each: Judged) -> list[str]:
    role = ROLES[each.role].label if each.role else ""
    return searched.plain.order(f"{each.query} {role}")


def test_the_ranking_is_what_somebody_would_want_and_nowhere_below_plain_bm25(
    asked: Searched, judged: JudgedSet
) -> None:
    ours, plain = defaultdict(list), defaultdict(list)
    misses = []
    for each in judged.queries:
        value, other = each.ndcg(_ours(asked, each)), each.ndcg(_plain(asked, each))
        for kind in (each.kind, "all"):
            ours[kind].append(value)
            plain[kind].append(other)
        if value < 0.9:
            misses.append(f"{each.kind} {each.query}: {value:.3f} (plain {other:.3f})")
    print("\nnDCG@10: kind, queries, ours, plain")
    for kind, values in ours.items():
        print(f"  {kind:9} {len(values):3} {mean(values):.3f} {mean(plain[kind]):.3f}")
    print(*misses, sep="\n  ")
    assert len(judged.queries) >= 80
    assert mean(ours["all"]) >= 0.93
    assert mean(ours["question"]) >= 0.88
    assert mean(ours["section"]) >= 0.88
    below = {kind for kind in ours if mean(ours[kind]) < mean(plain[kind])}
    assert not below


def test_what_somebody_knows_is_within_the_first_ten(asked: Searched, judged: JudgedSet) -> None:
    known = [each for each in judged.queries if each.kind == "known"]
    lost = [each.query for each in known if not each.wanted() <= set(_ours(asked, each)[:DEPTH])]
    assert lost == []
    assert len(known) >= 10
