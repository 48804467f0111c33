"""Settings 设置: what one running application is started with, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import Problem


class BadSetting(Problem):
    """An environment variable that cannot be used; `where` names it."""

    code = "bad-setting"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two installations; `docs/operations.md` lists it."""

    home: Path
    url: str | None = None
    """A SQLAlchemy address; None is the SQLite file inside `home`."""
    storage: str | None = None
    """Folder or bucket of originals and results that several machines share; None is `home`."""
    broker: str | None = None
    """The address of Redis or RabbitMQ, through which machines are woken; None wakes nobody."""
    hosts: frozenset[str] = frozenset()
    """Further names by which browsers may call this machine."""
    host: str = "127.0.0.1"
    port: int = 8640
    owner: str = "本机用户"
    """The name of the first account, which the one-time link signs in."""
    workers: int | None = None
    """Processes of the job runner; None leaves the choice to it, 0 the batches to others."""
    threads: int = 8

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **given: object) -> Settings:
        """The settings from `environ` (default: the process's), overridden by those `given`.

        A `given` value of None does not override. Raises `BadSetting` for a value that is
        no number or out of range.
        """
        environ = os.environ if environ is None else environ
        text = {name: environ.get(name, "").strip() for name in VARIABLES}
        values: dict[str, object] = {
            "home": _home(text["NIGAO_HOME"]),
            "url": text["NIGAO_DATABASE"] or None,
            "storage": text["NIGAO_STORAGE"] or None,
            "broker": text["NIGAO_BROKER"] or None,
            "hosts": frozenset(text["NIGAO_HOSTS"].lower().replace(",", " ").split()),
        }
        for variable, name in (("NIGAO_HOST", "host"), ("NIGAO_OWNER", "owner")):
            if text[variable]:
                values[name] = text[variable]
        for variable, (name, low, high) in _NUMBERS.items():
            if text[variable]:
                values[name] = _number(variable, text[variable], low, high)
        values.update({name: value for name, value in given.items() if value is not None})
        return cls(**values)  # type: ignore[arg-type]


_NUMBERS = {
    "NIGAO_PORT": ("port", 1, 65535),
    "NIGAO_WORKERS": ("workers", 0, 64),
    "NIGAO_THREADS": ("threads", 1, 256),
}

VARIABLES = (
    "NIGAO_HOME",
    "NIGAO_DATABASE",
    "NIGAO_STORAGE",
    "NIGAO_BROKER",
    "NIGAO_HOSTS",
    "NIGAO_HOST",
    "NIGAO_OWNER",
    *_NUMBERS,
)
"""Every environment variable that settings are read from."""


def _home(text: str) -> Path:
    if text:
        return Path(text).expanduser().absolute()
    from platformdirs import user_data_path  # 50 ms that `make run` and the tests need not pay

    return user_data_path("nigao", appauthor=False)


def _number(variable: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
        raise BadSetting(
            f"“{text}”不能用",
            where=f"环境变量 {variable}",
            remedy=f"改成 {low} 到 {high} 之间的整数",
        )
    return int(text)
