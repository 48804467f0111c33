"""Choices about the columns of spreadsheets: a person's own, the last ones count."""

from __future__ import annotations

from corpus.library import Library, Scope
from corpus.library.roster_choices import RosterChoices


def test_what_was_chosen_comes_back_for_the_same_heads_and_person(
    library: Library, scope: Scope
) -> None:
    kept = RosterChoices(library.database)
    other = library.users.ensure_owner("何某某").id + 1
    assert kept.find(scope.user_id, "a" * 64) is None
    kept.keep(scope.user_id, "a" * 64, {"columns": {"C": "座数"}})
    kept.keep(scope.user_id, "a" * 64, {"columns": {"D": "座数"}})
    assert kept.find(scope.user_id, "a" * 64) == {"columns": {"D": "座数"}}
    assert kept.find(scope.user_id, "b" * 64) is None
    assert kept.find(other, "a" * 64) is None


def test_choosing_nothing_forgets(library: Library, scope: Scope) -> None:
    kept = RosterChoices(library.database)
    kept.keep(scope.user_id, "a" * 64, {"sheet": "各村"})
    kept.keep(scope.user_id, "a" * 64, {})
    assert kept.find(scope.user_id, "a" * 64) is None
