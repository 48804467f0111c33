"""Settings: from the environment, overridden by what is given, refused with place and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.settings import VARIABLES, BadSetting, Settings

ROOT = Path(__file__).parent.parent.parent


def test_without_any_variable_the_data_lives_in_the_users_own_folder() -> None:
    settings = Settings.load({})
    assert settings.home.is_absolute()
    assert settings.home.name == "nigao"
    assert (settings.host, settings.port, settings.url) == ("127.0.0.1", 8640, None)


def test_variables_set_what_they_name(tmp_path: Path) -> None:
    settings = Settings.load(
        {
            "NIGAO_HOME": str(tmp_path),
            "NIGAO_PORT": "9000",
            "NIGAO_HOST": "0.0.0.0",
            "NIGAO_HOSTS": "Office-PC, nigao.lan",
            "NIGAO_OWNER": "周某某",
            "NIGAO_WORKERS": "1",
        }
    )
    assert settings.home == tmp_path
    assert (settings.port, settings.host, settings.workers) == (9000, "0.0.0.0", 1)
    assert settings.hosts == {"office-pc", "nigao.lan"}
    assert settings.owner == "周某某"


def test_what_is_given_wins_over_the_environment_and_nothing_given_does_not() -> None:
    environ = {"NIGAO_HOME": "/x", "NIGAO_PORT": "9000"}
    assert Settings.load(environ, port=9001).port == 9001
    assert Settings.load(environ, port=None).port == 9000


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "８０８０", "80.5"])
def test_a_port_that_is_none_is_refused_with_its_variable_and_the_range(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.load({"NIGAO_HOME": "/x", "NIGAO_PORT": text})
    assert str(refused.value) == (
        f"环境变量 NIGAO_PORT：“{text}”不能用。改成 1 到 65535 之间的整数。"
    )


def test_the_manual_names_every_variable() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [name for name in (*VARIABLES, "NIGAO_FONTS") if f"`{name}`" not in manual] == []
