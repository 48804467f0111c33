"""Samples: each shipped template's sample document is in the library, once, and up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from corpus.library import Library, Scope
from corpus.search import find
from generator import template
from tests.generator.rosters import TEXT
from webapp.samples import KIND, add_samples


@pytest.fixture
def library(own_home: Path) -> Iterator[Library]:
    with Library.open(own_home) as opened:
        yield opened


@pytest.fixture
def owner(library: Library) -> int:
    return library.users.ensure_owner("周某某").id


def ship(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    loaded = [template.load(text, "x.md") for text in texts]
    shipped: Mapping[str, template.Template] = MappingProxyType({t.id: t for t in loaded})
    monkeypatch.setattr(template, "shipped", lambda: shipped)


def titles(library: Library, owner: int) -> list[str]:
    return [entry.title for entry in library.documents.list(Scope(owner), kind=KIND)]


def test_every_shipped_template_gives_one_sample_however_often_it_is_asked(
    library: Library, owner: int
) -> None:
    count = len(template.shipped())
    assert add_samples(library, owner) == count
    assert add_samples(library, owner) == 0
    assert library.documents.count(Scope(owner), kind=KIND) == count


def test_samples_are_found_by_search_at_once_and_known_as_such(
    library: Library, owner: int
) -> None:
    add_samples(library, owner)
    hits = find(library, "网格", Scope(owner)).hits
    assert hits
    assert {hit.source for hit in hits} == {"sample"}


def test_the_sample_of_a_template_that_changed_takes_the_old_ones_place(
    library: Library, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ship(monkeypatch, TEXT)
    add_samples(library, owner)
    ship(monkeypatch, TEXT.replace("关于做好桥梁巡查的通知\n", "关于加强桥梁巡查的通知\n"))
    assert add_samples(library, owner) == 1
    assert titles(library, owner) == ["望川县石桥乡人民政府关于加强桥梁巡查的通知"]
    found = find(library, "加强桥梁", Scope(owner)).hits
    assert [hit.title for hit in found] == titles(library, owner)
    assert find(library, "“做好桥梁”", Scope(owner)).total == 0


def test_what_people_keep_themselves_is_left_alone(
    library: Library, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ship(monkeypatch, TEXT)
    add_samples(library, owner)
    (entry,) = library.documents.list(Scope(owner), kind=KIND)
    own = library.documents.get(entry.id, Scope(owner)).document
    library.documents.add(replace(own, title="自己的通知"), owner=owner)
    ship(monkeypatch)
    add_samples(library, owner)
    assert titles(library, owner) == []
    assert [e.title for e in library.documents.list(Scope(owner))] == ["自己的通知"]
