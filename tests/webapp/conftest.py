"""A prepared library of invented documents, an application on a copy of it, signed-in clients."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.library import Library, Scope, User
from corpus.reading import read_text
from corpus.search import index_pending
from webapp.app import create_app
from webapp.context import library_of

GRID = """青禾县柳溪街道2025年网格化服务管理工作总结

2025年，柳溪街道坚持党建引领，以网格为基本单元，推动服务管理力量下沉。现将有关情况总结如下。

一、主要做法

（一）优化设置，织密一张网。将辖区32个社区优化调整为186个网格，配备专职网格员186名。

（二）建强队伍，拧成一股绳。全年组织业务培训12期，评选金牌网格员20名。

二、存在问题

一是网格员队伍年龄偏大；二是部门联动不够顺畅。

三、下一步打算

推动热线、综治平台统一受理，减少重复填报。

青禾县柳溪街道办事处

2025年12月26日
"""
FIRE = """东湾社区消防安全专项整治实施方案

为切实消除火灾隐患，结合东湾社区实际，特制定本方案。

一、工作目标

利用四个月时间，对辖区沿街商铺开展拉网式排查。

二、实施步骤

（一）动员部署（3月1日至3月15日）。召开动员会议，印发实施方案。

（二）集中整治（3月16日至5月31日）。逐户排查，边查边改。

三、工作要求

各网格要压实责任，确保取得实效。

东湾社区居民委员会

2026年2月20日
"""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two documents and their index, to be copied."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    with Library.open(home) as kept:
        owner = kept.users.ensure_owner("何某某")
        for name, text in (("网格总结.txt", GRID), ("消防方案.txt", FIRE)):
            (document,) = read_text(text, name=name)
            kept.documents.add(document, owner=owner.id, original=text.encode(), name=name)
        index_pending(kept)
        kept.values.put("welcome", 4)
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    shutil.copytree(prepared, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def app(home: Path) -> Iterator[Flask]:
    """The application on `home`."""
    made = create_app(home)
    made.testing = True
    yield made
    library_of(made).close()


@pytest.fixture
def library(app: Flask) -> Library:
    """The application's library."""
    return library_of(app)


@pytest.fixture
def owner(library: Library) -> User:
    """Whom the one-time link signs in."""
    return library.users.ensure_owner("何某某")


@pytest.fixture
def scope(owner: User) -> Scope:
    """What that person sees."""
    return Scope(owner.id)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser that has not signed in."""
    return app.test_client()


@pytest.fixture
def client(app: Flask, library: Library, owner: User) -> FlaskClient:
    """A browser signed in by a one-time link; its forms need no token (`browser` sends one)."""
    app.config["WTF_CSRF_ENABLED"] = False
    signed_in = app.test_client()
    assert signed_in.get(f"/sign-in/{library.users.new_link(owner.id)}").status_code == 302
    return signed_in


def token_on(page: str) -> str:
    """The form token that a page carries."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found, "the page carries no form token"
    return found[1]
