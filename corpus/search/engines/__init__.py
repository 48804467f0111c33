"""The engines there are: every module of this package is one, under its own name."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from corpus.search.engine import Engine, EngineFailed

DEFAULT = "whoosh"


def names() -> tuple[str, ...]:
    """The names of all engines, in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def open_index(name: str, folder: Path) -> Engine:
    """The index in `folder`, made when missing, with the engine of this name.

    Raises `EngineFailed` when the index is broken or the engine cannot be loaded.
    """
    try:
        module = importlib.import_module(f"{__name__}.{name}")
    except ImportError as error:
        raise EngineFailed(f"没有搜索引擎 {name}：{error}") from error
    engine: Engine = module.open_index(folder)
    return engine
