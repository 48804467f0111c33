"""Scope: on whose behalf something is listed, searched or opened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, or_


@dataclass(frozen=True, slots=True)
class Scope:
    """What user `user_id` may see: what he owns and what is shared. No list does without."""

    user_id: int


def visible(table: FromClause, scope: Scope) -> ColumnElement[bool]:
    """The condition that a row of `table` (`owner_id`, `visibility`) lies within `scope`."""
    return or_(table.c.owner_id == scope.user_id, table.c.visibility == "shared")
