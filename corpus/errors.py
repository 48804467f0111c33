"""What can go wrong, told to a person: what happened, where, and what to do."""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """The shape that every error of the project has.

    `message` says what happened, `where` names the place (file, line, field, cell),
    `remedy` says what to do. All three are Chinese sentences without a final stop.
    """

    code: ClassVar[str] = "problem"

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


class Conflict(CorpusError):
    """Somebody else saved a newer revision in the meantime."""

    code = "conflict"


class LibraryUnavailable(CorpusError):
    """The data folder, database or index cannot be opened or written."""

    code = "library-unavailable"


class InvalidQuery(CorpusError):
    """A search that cannot be carried out as written."""

    code = "invalid-query"
