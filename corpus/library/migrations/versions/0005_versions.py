"""Versions of drafts, the bin, photos, and texts of drafts to search their list by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from corpus.library.content import BREAK, fold

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns and tables, and the texts of the drafts that are there."""
    for table in ("documents", "drafts"):
        op.add_column(table, sa.Column("deleted_at", sa.DateTime(), nullable=True))
        op.create_index(f"ix_{table}_deleted_at", table, ["deleted_at"], unique=False)
    op.add_column("drafts", sa.Column("text", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "draft_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("template_id", sa.String(length=128), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("residue", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["drafts.id"],
            name="fk_draft_versions_draft_id_drafts",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_draft_versions_by_id_users"),
        sa.ForeignKeyConstraint(
            ["template_sha256"],
            ["template_texts.sha256"],
            name="fk_draft_versions_template_sha256_template_texts",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_versions"),
        sa.UniqueConstraint("draft_id", "number", name="uq_draft_versions_draft_id_number"),
        sqlite_autoincrement=True,
    )
    for owner in ("draft", "document"):
        table = f"{owner}_pictures"
        moment = [sa.Column("created", sa.DateTime(), nullable=False)] if owner == "draft" else []
        op.create_table(
            table,
            sa.Column(f"{owner}_id", sa.Integer(), nullable=False),
            sa.Column("sha256", sa.String(length=64), nullable=False),
            *moment,
            sa.ForeignKeyConstraint(
                [f"{owner}_id"],
                [f"{owner}s.id"],
                name=f"fk_{table}_{owner}_id_{owner}s",
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint(
                ["sha256"], ["originals.sha256"], name=f"fk_{table}_sha256_originals"
            ),
            sa.PrimaryKeyConstraint(f"{owner}_id", "sha256", name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_sha256", table, ["sha256"], unique=False)
    _keep_texts()


def _keep_texts() -> None:
    connection = op.get_bind()
    drafts = sa.table(
        "drafts",
        sa.column("id"),
        sa.column("title"),
        sa.column("text"),
        sa.column("inputs", sa.JSON()),
        sa.column("sections", sa.JSON()),
    )
    rows = connection.execute(sa.select(drafts.c.id, drafts.c.title, drafts.c.inputs)).all()
    for row in rows:
        words = [row.title, *_strings(row.inputs)]
        text = BREAK.join(filter(None, map(fold, words)))
        connection.execute(sa.update(drafts).where(drafts.c.id == row.id).values(text=text))


def _strings(value: object) -> list[str]:
    """Every text in `value`."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [str(value)] if isinstance(value, str) else []
