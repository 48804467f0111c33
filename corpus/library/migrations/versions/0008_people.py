"""Several people: passwords, accounts that are closed, and a mark that ends all sessions of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; those who are there have no password and stay signed in."""
    op.add_column("users", sa.Column("password", sa.Text(), nullable=True))
    op.add_column("users", sa.Column("disabled_at", sa.DateTime(), nullable=True))
    op.add_column(
        "users", sa.Column("session", sa.String(length=16), server_default="", nullable=False)
    )
