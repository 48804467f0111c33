"""How much of what came from past documents nobody has looked at in a draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; drafts from before count what is neither changed nor kept."""
    op.add_column(
        "drafts", sa.Column("unchecked", sa.Integer(), server_default="0", nullable=False)
    )
    drafts = sa.table(
        "drafts", sa.column("id"), sa.column("residue", sa.JSON()), sa.column("unchecked")
    )
    connection = op.get_bind()
    for id, residue in connection.execute(sa.select(drafts.c.id, drafts.c.residue)).all():
        if count := sum(one[3] == "open" for one in residue):
            connection.execute(drafts.update().where(drafts.c.id == id).values(unchecked=count))
