"""What can go wrong, told to a person: what happened, where, and what to do."""

from __future__ import annotations

import errno
from typing import ClassVar


class Problem(Exception):
    """The shape that every error of the project has.

    `message` says what happened, `where` names the place (file, line, field, cell),
    `remedy` says what to do. All three are Chinese sentences without a final stop.
    """

    code: ClassVar[str] = "problem"
    halts: ClassVar[bool] = False
    """Whether what comes after it in the same job would meet it, too: the job is paused."""

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message, where, remedy)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """The error as one line: `where：message。remedy。`."""
        line = f"{self.where}：{self.message}" if self.where else self.message
        return f"{line}。{self.remedy}。" if self.remedy else f"{line}。"

    def to_json(self) -> dict[str, dict[str, str]]:
        """The one error envelope of the API (DESIGN §4)."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "where": self.where,
                "remedy": self.remedy,
            }
        }


class CorpusError(Problem):
    """Root of everything that `corpus` raises."""

    code = "corpus"


class InvalidDocument(CorpusError):
    """JSON that is no document: raised by `Document.from_json`."""

    code = "invalid-document"


class Unreadable(CorpusError):
    """A file that no reader can or may read: empty, binary, too large, wrongly named, encrypted."""

    code = "unreadable"


class NotFound(CorpusError):
    """No such document, draft, job or original, or none that this user may see."""

    code = "not-found"


class InvalidCorrection(CorpusError):
    """A correction of a stored document that cannot be made: no such block, an empty title."""

    code = "invalid-correction"


class Conflict(CorpusError):
    """Somebody else saved a newer revision in the meantime."""

    code = "conflict"


class LibraryUnavailable(CorpusError):
    """The data folder, database or index cannot be opened or written."""

    code = "library-unavailable"


class LibraryBusy(LibraryUnavailable):
    """The database is locked, or its connection was cut: the same may succeed in a moment."""

    code = "library-busy"


class InvalidQuery(CorpusError):
    """A search that cannot be carried out as written."""

    code = "invalid-query"


_REASONS = {
    errno.ENOENT: "路径不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.EBUSY: "正被别的程序占用",
    errno.EADDRINUSE: "正被别的程序占用",
}


def reason(error: OSError) -> str:
    """Why the system refused, in a few Chinese words; the system's own words where unknown."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
