"""Saved searches; folded texts take traditional forms for simplified ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from corpus.library.content import SIMPLIFIED

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, fold the kept texts anew and queue for the index what that changed."""
    op.create_table(
        "searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name="fk_searches_owner_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
        sa.UniqueConstraint("owner_id", "name", name="uq_searches_owner_id_name"),
    )
    connection = op.get_bind()
    bodies = sa.table(
        "document_bodies",
        *(sa.column(name) for name in ("document_id", "title", "headings", "text")),
    )
    queue = sa.table("index_queue", sa.column("document_id"))
    ids = connection.execute(sa.select(bodies.c.document_id)).scalars().all()
    for id in ids:
        row = connection.execute(sa.select(bodies).where(bodies.c.document_id == id)).one()
        # One character for one: the places of the sections stay true.
        folded = {
            name: getattr(row, name).translate(SIMPLIFIED) for name in ("title", "headings", "text")
        }
        if any(getattr(row, name) != text for name, text in folded.items()):
            connection.execute(sa.update(bodies).where(bodies.c.document_id == id).values(**folded))
            connection.execute(sa.insert(queue).values(document_id=id))
