"""What a draft still holds of the past documents that it was made from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; drafts from before have nothing of the kind."""
    op.add_column("drafts", sa.Column("residue", sa.JSON(), server_default="[]", nullable=False))
