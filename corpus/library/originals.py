"""Originals 原件: the files that documents were read from, each kept once under its hash."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, select

from corpus.errors import LibraryUnavailable, NotFound, reason
from corpus.library.tables import document_pictures, documents, draft_pictures, now, originals
from corpus.storage import Storage


class Originals:
    """Files by SHA-256, spread over 256 folders by its first two digits."""

    def __init__(self, storage: Storage) -> None:
        """The originals in `storage`."""
        self.storage = storage

    def read(self, sha256: str) -> bytes:
        """The bytes of an original; raises `NotFound`, `LibraryUnavailable`."""
        try:
            return self.storage.read(_name(sha256))
        except FileNotFoundError as error:
            raise NotFound(
                "原件不在了", where=sha256[:12], remedy="重新导入这个文件即可补上"
            ) from error
        except OSError as error:
            raise LibraryUnavailable(
                f"原件读不出来（{reason(error)}）",
                where=self.storage.place,
                remedy="看看存放原件的地方是否连得上、能不能读",
            ) from error

    def put(self, connection: Connection, data: bytes) -> str:
        """Keep `data` within the writing transaction of `connection`; gives its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            if not self.storage.holds(_name(sha256)):
                self.storage.write(_name(sha256), data)
        except OSError as error:
            raise LibraryUnavailable(
                f"原件存不下来：{reason(error)}",
                where=self.storage.place,
                remedy="检查磁盘空间和文件夹权限后再试",
            ) from error
        if not connection.execute(
            select(originals.c.sha256).where(originals.c.sha256 == sha256)
        ).first():
            connection.execute(
                originals.insert().values(sha256=sha256, size=len(data), created=now())
            )
        return sha256

    def forget_unused(self, connection: Connection, *names: str) -> None:
        """Remove originals that no document, and photos that no draft, has any more, by SHA-256.

        The transaction is one of its own, begun after the one that removed the last document:
        being killed between them leaves a file too many, never one too few.
        """
        uses = documents.c.original, document_pictures.c.sha256, draft_pictures.c.sha256
        # asked for all at once: documents have no index by original
        used = {
            name
            for use in uses
            for name in connection.execute(select(use).where(use.in_(names))).scalars()
        }
        unused = [name for name in dict.fromkeys(names) if name not in used]
        connection.execute(originals.delete().where(originals.c.sha256.in_(unused)))
        for name in unused:
            self.storage.remove(_name(name))


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
