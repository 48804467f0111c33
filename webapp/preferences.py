"""What the unit has set on the page 设置, and the key that signs its sessions."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.files import write_atomically

TextSize = Literal["normal", "larger", "largest"]
TEXT_SIZES: dict[str, TextSize] = {"normal": "normal", "larger": "larger", "largest": "largest"}
UNIT_LENGTH = 40
KEY_BYTES = 48


@dataclass(frozen=True, slots=True)
class Preferences:
    """The unit's name and the size of the interface's text."""

    unit: str = ""
    text: TextSize = "normal"


def load(home: Path) -> Preferences:
    """The preferences kept in `home`; the defaults where none were saved or they are damaged."""
    try:
        kept = json.loads((home / "preferences.json").read_text(encoding="utf-8"))
        return Preferences(str(kept["unit"])[:UNIT_LENGTH], TEXT_SIZES[kept["text"]])
    except (OSError, ValueError, KeyError, TypeError):
        return Preferences()


def save(home: Path, preferences: Preferences) -> Preferences:
    """`preferences` as they were written to `home`: the name trimmed to one line."""
    unit = " ".join(preferences.unit.split())[:UNIT_LENGTH]
    kept = replace(preferences, unit=unit)
    data = json.dumps(asdict(kept), ensure_ascii=False).encode()
    write_atomically(home / "preferences.json", data)
    return kept


def secret_key(home: Path) -> bytes:
    """The key that signs sessions: made once in `home`, readable by this account alone."""
    path = home / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_bytes(KEY_BYTES)
        file.write(key)
    return key
