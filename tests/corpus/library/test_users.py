"""One owner, who signs in by links that work once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from corpus.errors import NotFound
from corpus.library import Library, tables, users
from corpus.library.tables import sign_in_links


def test_the_owner_is_made_once_and_keeps_the_first_name(library: Library) -> None:
    first = library.users.ensure_owner("周某某")
    assert first.role == "owner"
    assert library.users.ensure_owner("李某某") == first
    assert library.users.get(first.id) == first


def test_nobody_else_is_there(library: Library) -> None:
    with pytest.raises(NotFound, match="没有这个用户"):
        library.users.get(7)


def test_a_link_signs_in_once(library: Library) -> None:
    owner = library.users.ensure_owner("周某某")
    token = library.users.new_link(owner.id)
    assert library.users.redeem_link(token) == owner
    assert library.users.redeem_link(token) is None


def test_a_link_that_was_never_given_out_signs_nobody_in(library: Library) -> None:
    library.users.ensure_owner("周某某")
    assert library.users.redeem_link("猜的") is None
    assert library.users.redeem_link("") is None


def test_a_link_is_of_no_use_after_half_an_hour(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = library.users.ensure_owner("周某某")
    token = library.users.new_link(owner.id)
    later = tables.now() + timedelta(minutes=30, seconds=1)
    monkeypatch.setattr(users, "now", lambda: later)
    assert library.users.redeem_link(token) is None


def test_two_links_are_good_side_by_side_and_old_ones_are_swept_away(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = library.users.ensure_owner("周某某")
    first, second = library.users.new_link(owner.id), library.users.new_link(owner.id)
    assert library.users.redeem_link(second) == owner
    assert library.users.redeem_link(first) == owner
    later = tables.now() + timedelta(days=1)
    monkeypatch.setattr(users, "now", lambda: later)
    library.users.new_link(owner.id)
    with library.database.read() as connection:
        assert len(connection.execute(select(sign_in_links)).all()) == 1


def test_the_token_itself_is_kept_nowhere(library: Library) -> None:
    token = library.users.new_link(library.users.ensure_owner("周某某").id)
    library.close()
    for path in library.home.rglob("*"):
        assert not path.is_file() or token.encode() not in path.read_bytes()
