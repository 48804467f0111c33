"""What near-duplicates are found by, and where else a document came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from corpus.twins import bands_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the bands of the documents that are there."""
    op.create_table(
        "document_bands",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name="fk_document_bands_document_id_documents",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "band", name="pk_document_bands"),
    )
    op.create_index("ix_document_bands_band", "document_bands", ["band"], unique=False)
    op.create_table(
        "document_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name="fk_document_sources_document_id_documents",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_sources"),
        sa.UniqueConstraint(
            "document_id",
            "file",
            "first_line",
            name="uq_document_sources_document_id_file_first_line",
        ),
    )
    connection = op.get_bind()
    documents = sa.table("documents", sa.column("id"), sa.column("kind"))
    bodies = sa.table("document_bodies", sa.column("document_id"), sa.column("text"))
    bands = sa.table("document_bands", sa.column("document_id"), sa.column("band"))
    kept = sa.select(documents.c.id).where(documents.c.kind == "library")
    for id in connection.execute(kept).scalars().all():
        text = connection.execute(
            sa.select(bodies.c.text).where(bodies.c.document_id == id)
        ).scalar_one()
        if keys := set(bands_of(text)):
            rows = [{"document_id": id, "band": key} for key in keys]
            connection.execute(sa.insert(bands), rows)
