"""Scope: on whose behalf something is listed, searched or opened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, or_


@dataclass(frozen=True, slots=True)
class Scope:
    """What user `user_id` may see: what he owns and what is shared. No list does without."""

    user_id: int


def visible(table: FromClause, scope: Scope) -> ColumnElement[bool]:
    """The condition that a row of `table` (`owner_id`, `visibility`) lies within `scope`.

    What lies in the bin (`deleted_at`) lies within nobody's; see `binned`.
    """
    seen = or_(table.c.owner_id == scope.user_id, table.c.visibility == "shared")
    return and_(seen, table.c.deleted_at.is_(None)) if "deleted_at" in table.c else seen


def binned(table: FromClause, scope: Scope) -> ColumnElement[bool]:
    """The condition that a row of `table` lies in this person's own bin 回收站."""
    return and_(table.c.owner_id == scope.user_id, table.c.deleted_at.is_not(None))
