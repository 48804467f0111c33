"""One owner, who signs in by links that work once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from corpus.errors import Conflict, InvalidQuery, NotFound
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


def test_colleagues_are_listed_by_the_pinyin_of_their_names(library: Library) -> None:
    owner = library.users.ensure_owner("周某某")
    zeng, chen = library.users.add("曾 某某"), library.users.add("陈某某", users.ADMIN)
    assert library.users.list() == (chen, zeng, owner)
    assert [one.is_admin for one in library.users.list()] == [True, False, True]
    assert library.users.named("曾某某") == zeng
    assert library.users.count() == 3


@pytest.mark.parametrize("name", ["", "  ", "长" * 21, "某\x00某"])
def test_a_name_that_cannot_be_one_is_refused(library: Library, name: str) -> None:
    with pytest.raises(InvalidQuery, match="这个名字不能用"):
        library.users.add(name)


def test_two_people_cannot_have_one_name(library: Library) -> None:
    library.users.add("陈某某")
    with pytest.raises(Conflict, match="已经有一个叫“陈某某”的用户"):
        library.users.add("陈某某")


def test_a_password_signs_in_and_ends_the_sessions_from_before(library: Library) -> None:
    owner = library.users.ensure_owner("周某某")
    assert library.users.check_password("周某某", "") is None
    changed = library.users.set_password(owner.id, "青禾柳溪2026")
    assert changed.has_password
    assert changed.session != owner.session
    assert library.users.check_password("周某某", "青禾柳溪2026") == changed
    assert library.users.check_password("周某某", "青禾柳溪2027") is None
    assert library.users.check_password("李某某", "青禾柳溪2026") is None


@pytest.mark.parametrize("password", ["", "短短短短短短短", "长" * 129])
def test_a_password_has_a_decent_length(library: Library, password: str) -> None:
    owner = library.users.ensure_owner("周某某")
    with pytest.raises(InvalidQuery, match="个字符"):
        library.users.set_password(owner.id, password)


def test_the_password_itself_is_nowhere_in_the_database(library: Library) -> None:
    library.users.set_password(library.users.ensure_owner("周某某").id, "tell-nobody-1")
    with library.database.read() as connection:
        (kept,) = connection.execute(select(tables.users.c.password)).scalars()
    assert kept.startswith("scrypt$")
    assert "tell-nobody-1" not in kept


def test_a_closed_account_lets_nobody_in_until_it_is_opened_again(library: Library) -> None:
    library.users.ensure_owner("周某某")
    chen = library.users.add("陈某某")
    library.users.set_password(chen.id, "青禾柳溪2026")
    token = library.users.new_link(chen.id)
    assert library.users.disable(chen.id).disabled
    assert library.users.check_password("陈某某", "青禾柳溪2026") is None
    assert library.users.redeem_link(token) is None
    library.users.enable(chen.id)
    assert library.users.check_password("陈某某", "青禾柳溪2026") is not None


def test_the_last_administrator_stays(library: Library) -> None:
    owner = library.users.ensure_owner("周某某")
    for change in (library.users.disable, lambda id: library.users.set_admin(id, admin=False)):
        with pytest.raises(Conflict, match="最后一个管理员"):
            change(owner.id)
    assert library.users.get(owner.id) == owner
    chen = library.users.set_admin(library.users.add("陈某某").id, admin=True)
    assert chen.is_admin
    assert library.users.disable(owner.id).disabled
