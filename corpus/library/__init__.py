"""The library 文库: documents, drafts, users, originals and jobs in one data folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.errors import LibraryUnavailable, reason
from corpus.library.bin import Bin, Binned
from corpus.library.corrections import Corrections
from corpus.library.database import Database, sqlite_url
from corpus.library.documents import Added, Documents, Entry, Stored
from corpus.library.draft_list import DraftEntry, DraftList, Wanted
from corpus.library.drafts import DraftRecord, Drafts
from corpus.library.exports import Exports
from corpus.library.jobs import Job, Ledger, Step
from corpus.library.machine import machine_of
from corpus.library.originals import Originals
from corpus.library.pictures import Pictures
from corpus.library.scope import Scope
from corpus.library.searches import SavedSearch, Searches
from corpus.library.unit import UnitData
from corpus.library.users import User, Users
from corpus.library.values import Values
from corpus.library.versions import Version, VersionEntry, Versions
from corpus.places import Places, remember, remembered
from corpus.storage import Bucket, Folder, Storage, storage_at

__all__ = [
    "Added",
    "Bin",
    "Binned",
    "Corrections",
    "Documents",
    "DraftEntry",
    "DraftList",
    "DraftRecord",
    "Drafts",
    "Entry",
    "Exports",
    "Job",
    "Ledger",
    "Library",
    "Originals",
    "Pictures",
    "Places",
    "SavedSearch",
    "Scope",
    "Searches",
    "Step",
    "Stored",
    "UnitData",
    "User",
    "Users",
    "Values",
    "Version",
    "VersionEntry",
    "Versions",
    "Wanted",
    "remember",
]


class Library:
    """All that is kept; safe to use from several threads and processes at once."""

    def __init__(self, home: Path, places: Places, database: Database, storage: Storage) -> None:
        """Use `Library.open`."""
        self.home = home
        self.places = places
        self.database = database
        self.storage = storage
        self.originals = Originals(storage.below("originals"))
        self.corrections = Corrections(database)
        self.documents = Documents(database, self.originals)
        self.exports = Exports(database, self.documents, self.originals)
        self.drafts = Drafts(database)
        self.draft_list = DraftList(database)
        self.versions = Versions(database)
        self.bin = Bin(database, self.originals)
        self.pictures = Pictures(database, self.originals)
        self.users = Users(database)
        self.jobs = Ledger(database)
        self.searches = Searches(database)
        self.unit = UnitData(database)
        self.values = Values(database)
        # What others keep open on the library's behalf: the search its index.
        self.on_close: list[Callable[[], None]] = []

    @classmethod
    def open(cls, home: Path, url: str | None = None, storage: str | None = None) -> Library:
        """The library in folder `home`, which is made when missing.

        `url` names a database elsewhere (SQLAlchemy's form), `storage` a place elsewhere for
        originals and results (`storage_at`); without them, those with which this process
        opened `home` before, or what lies in `home`. An older database is brought up to date.

        Raises `LibraryUnavailable` when folder or database cannot be written or opened, or
        come from a newer version.
        """
        home = home.absolute()
        known = remembered(home)
        places = Places(url or known.url, storage or known.storage)
        remember(home, places)
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryUnavailable(
                f"数据文件夹建不了或不能写（{reason(error)}）",
                where=str(home),
                remedy="检查这个文件夹的权限，或用 NIGAO_HOME 指定另一个文件夹",
            ) from error
        files = storage_at(places.storage or str(home))
        path = home / "library.db"
        if places.url:
            database = Database(places.url, "数据库", machine=machine_of(home))
        else:
            database = Database(sqlite_url(path), str(path))
        return cls(home, places, database, files)

    def reached_by_all(self, place: str) -> bool:
        """Whether every machine that shares this library can write to `place` (`storage_at`)."""
        if isinstance(storage_at(place), Bucket):
            return True
        shared = self.places.storage and isinstance(self.storage, Folder)
        return bool(shared) and Path(place).is_relative_to(self.storage.place)

    def close(self) -> None:
        """Give database and index back."""
        for close in self.on_close:
            close()
        self.database.close()

    def template_text(self, sha256: str) -> str:
        """The text of the template with this hash, kept with a draft; raises `NotFound`."""
        return self.drafts.template_text(sha256)

    def __enter__(self) -> Self:
        """The library itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()
