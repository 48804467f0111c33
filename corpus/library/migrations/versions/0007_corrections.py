"""What people set right in documents, and when a document last changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column; documents from before have never changed."""
    op.add_column(
        "documents", sa.Column("changed", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_index("ix_documents_changed", "documents", ["changed"], unique=False)
    op.create_table(
        "document_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("other_hash", sa.String(64), nullable=True),
        sa.Column("other", sa.JSON(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name="fk_document_corrections_document_id_documents",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_document_corrections_user_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_corrections"),
        sqlite_autoincrement=True,
    )
    for column in ("document_id", "content_hash", "other_hash"):
        op.create_index(
            f"ix_document_corrections_{column}", "document_corrections", [column], unique=False
        )
