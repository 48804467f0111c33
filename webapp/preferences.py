"""What a person has set for the pages, and the key that signs sessions."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.library.values import Values

TextSize = Literal["normal", "larger", "largest"]
TEXT_SIZES: dict[str, TextSize] = {"normal": "normal", "larger": "larger", "largest": "largest"}
KEY_BYTES = 48


@dataclass(frozen=True, slots=True)
class Preferences:
    """The size of the interface's text, each person's own."""

    text: TextSize = "normal"


def load(values: Values, person: int) -> Preferences:
    """The preferences of user `person`; the defaults where none were saved."""
    kept = values.get(f"person.{person}")
    return Preferences(TEXT_SIZES.get(str(kept), "normal"))


def save(values: Values, person: int, preferences: Preferences) -> None:
    """Keep the preferences of user `person`."""
    values.put(f"person.{person}", preferences.text)


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
