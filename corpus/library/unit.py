"""The unit's data 本单位资料 as the library keeps it, shared by everybody who uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import Connection, select

from corpus.errors import Conflict
from corpus.library.database import Database
from corpus.library.tables import settings
from corpus.unit import Names, Place, Related, Staff, Unit

Part = Literal["names", "places", "staff"]
PARTS: tuple[Part, ...] = ("names", "places", "staff")


class UnitData:
    """Names, places and people, each part with a revision of its own."""

    def __init__(self, database: Database) -> None:
        """The data in `database`."""
        self._database = database

    def get(self) -> Unit:
        """The unit as the settings have it; empty where nothing was set."""
        kept = self._kept()
        return Unit(
            _names(kept["names"].get("value") or {}),
            tuple(Place(**one) for one in kept["places"].get("value") or ()),
            tuple(Staff(**one) for one in kept["staff"].get("value") or ()),
        )

    def revision(self, part: Part) -> int:
        """How often `part` has been saved; 0 for never."""
        return int(self._kept()[part].get("revision", 0))

    def save_names(self, names: Names, revision: int) -> int:
        """The revision under which `names` were kept; raises `Conflict` as `_save` does."""
        return self._save("names", asdict(names), revision)

    def save_places(self, places: Iterable[Place], revision: int) -> int:
        """The revision under which `places` were kept; raises `Conflict` as `_save` does."""
        return self._save("places", [asdict(one) for one in places], revision)

    def save_staff(self, staff: Iterable[Staff], revision: int) -> int:
        """The revision under which `staff` was kept; raises `Conflict` as `_save` does."""
        return self._save("staff", [asdict(one) for one in staff], revision)

    def _kept(self) -> dict[Part, dict[str, Any]]:
        with self._database.read() as connection:
            return {part: _value(connection, part) for part in PARTS}

    def _save(self, part: Part, value: object, revision: int) -> int:
        """The new revision; raises `Conflict` where `revision` is no longer the kept one."""
        with self._database.write() as connection:
            now = int(_value(connection, part).get("revision", 0))
            if now != revision:
                raise Conflict(
                    "这份名单刚被别人改过",
                    where="设置",
                    remedy="把要紧的先复制下来，打开最新的再改",
                )
            kept = {"revision": now + 1, "value": value}
            name = settings.c.name == _key(part)
            if not connection.execute(settings.update().where(name).values(value=kept)).rowcount:
                connection.execute(settings.insert().values(name=_key(part), value=kept))
        return now + 1


def _key(part: Part) -> str:
    return f"unit.{part}"


def _value(connection: Connection, part: Part) -> dict[str, Any]:
    found = connection.execute(
        select(settings.c.value).where(settings.c.name == _key(part))
    ).scalar()
    return found if isinstance(found, dict) else {}


def _names(kept: dict[str, Any]) -> Names:
    return Names(
        str(kept.get("full", "")),
        tuple(kept.get("shorts", ())),
        tuple(Related(**one) for one in kept.get("others", ())),
    )
