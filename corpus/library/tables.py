"""The tables of the library; `migrations` brings a database to this shape."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

HEAD = "0011"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; aware in Python, without zone in the database (SQLite keeps none)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database stores it."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment as Python sees it."""
        return value.replace(tzinfo=UTC) if value else None


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def _owner() -> Column[int]:
    return Column("owner_id", Integer, ForeignKey("users.id"), nullable=False)


def _visibility() -> Column[str]:
    return Column("visibility", String(16), nullable=False)


users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("created", Moment, nullable=False),
    # How the password is known again; none for whoever signs in by links alone.
    Column("password", Text),
    Column("disabled_at", Moment),
    # What a session must carry to be this person's: another value ends all of them.
    Column("session", String(16), nullable=False, server_default=""),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("created", Moment, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    _visibility(),
    Column("kind", String(16), nullable=False),
    # Who shares this copy: "shared", or the owner of a private one. With the content hash
    # it makes a duplicate impossible, even for two processes that import at once.
    Column("holder", String(32), nullable=False),
    Column("content_hash", String(64), nullable=False),
    # Which step of which import brought it, so that a repeated step knows its own work.
    Column("origin", String(512), nullable=False),
    Column("title", Text, nullable=False),
    Column("genre", String(32), nullable=False),
    Column("family", String(32), nullable=False),
    Column("year", Integer),
    Column("unit", Text),
    Column("place", Text),
    Column("name", Text, nullable=False),
    Column("original", String(64), ForeignKey("originals.sha256")),
    Column("characters", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    # When it was put into the bin; unseen from then on, still there until it is emptied.
    Column("deleted_at", Moment),
    # A mark that its last correction left, higher than all before, 0 without: whoever keeps texts
    # in memory knows by it what to read again.
    Column("changed", Integer, nullable=False, server_default="0"),
    UniqueConstraint("holder", "kind", "content_hash"),
    Index("ix_documents_changed", "changed"),
    Index("ix_documents_owner_id", "owner_id"),
    Index("ix_documents_deleted_at", "deleted_at"),
    Index("ix_documents_kind_created", "kind", "created"),
    sqlite_autoincrement=True,
)

# The long texts stand apart: a list or a facet reads only the short rows of `documents`.
document_bodies = Table(
    "document_bodies",
    metadata,
    Column(
        "document_id",
        Integer,
        ForeignKey("documents.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    # Folded (content.py): title, headings, sections as [role, start, end], the whole text.
    # The document itself comes last, so that the search never reads across it.
    Column("title", Text, nullable=False),
    Column("headings", Text, nullable=False),
    Column("sections", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("body", JSON, nullable=False),
)

document_topics = Table(
    "document_topics",
    metadata,
    Column(
        "document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("topic", String(64), primary_key=True),
    Index("ix_document_topics_topic", "topic"),
)

# What near-duplicates are found by: documents that share a key are compared (corpus/twins.py).
document_bands = Table(
    "document_bands",
    metadata,
    Column(
        "document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("band", BigInteger, primary_key=True),
    Index("ix_document_bands_band", "band"),
)

# Where else a document came from: files whose copy of it was not kept a second time.
document_sources = Table(
    "document_sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("file", Text, nullable=False),
    Column("title", Text, nullable=False),
    # 0 where the format has no lines, so that the same source is written down once.
    Column("first_line", Integer, nullable=False),
    Column("last_line", Integer, nullable=False),
    Column("likeness", Float, nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("document_id", "file", "first_line"),
)

# What people set right in documents, in order, with the documents as they were before: the last
# one can be taken back, or all of them. A file read again is known by what its reading came to.
document_corrections = Table(
    "document_corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("what", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    # The document that was split off, or, with its row and sources as JSON, the one merged in.
    Column("other_id", Integer),
    Column("other_hash", String(64)),
    Column("other", JSON),
    Column("user_id", Integer, ForeignKey("users.id"), nullable=False),
    Column("created", Moment, nullable=False),
    Index("ix_document_corrections_document_id", "document_id"),
    Index("ix_document_corrections_content_hash", "content_hash"),
    Index("ix_document_corrections_other_hash", "other_hash"),
    sqlite_autoincrement=True,
)

template_texts = Table(
    "template_texts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("template_id", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    _visibility(),
    Column("title", Text, nullable=False),
    Column("template_id", String(128), nullable=False),
    Column("template_sha256", String(64), ForeignKey("template_texts.sha256"), nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("sections", JSON, nullable=False),
    Column("gaps", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("deleted_at", Moment),
    # Folded (content.py): what the list of drafts is searched by.
    Column("text", Text, nullable=False, server_default=""),
    # What came from past documents and is to be changed: old, new, whether it was looked at.
    Column("residue", JSON, nullable=False, server_default="[]"),
    # How much of it stands in the draft and nobody has looked at.
    Column("unchecked", Integer, nullable=False, server_default="0"),
    Index("ix_drafts_owner_id_updated", "owner_id", "updated"),
    Index("ix_drafts_deleted_at", "deleted_at"),
    sqlite_autoincrement=True,
)

# What a draft was at some moment: exported, kept by hand, or about to be replaced.
draft_versions = Table(
    "draft_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft_id", Integer, ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("by_id", Integer, ForeignKey("users.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    # The suffix of the file that an export made.
    Column("format", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("template_id", String(128), nullable=False),
    Column("template_sha256", String(64), ForeignKey("template_texts.sha256"), nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("sections", JSON, nullable=False),
    Column("residue", JSON, nullable=False, server_default="[]"),
    # The hash of template, inputs and sections: equal contents are known without reading them.
    Column("digest", String(64), nullable=False),
    Column("gaps", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("draft_id", "number"),
    sqlite_autoincrement=True,
)

# Photos lie among the originals, by their hash; who has one may show and print it.
draft_pictures = Table(
    "draft_pictures",
    metadata,
    Column("draft_id", Integer, ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", String(64), ForeignKey("originals.sha256"), primary_key=True),
    Column("created", Moment, nullable=False),
    Index("ix_draft_pictures_sha256", "sha256"),
)

document_pictures = Table(
    "document_pictures",
    metadata,
    Column(
        "document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("sha256", String(64), ForeignKey("originals.sha256"), primary_key=True),
    Index("ix_document_pictures_sha256", "sha256"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    _visibility(),
    Column("kind", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("params", JSON, nullable=False),
    Column("result", JSON),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    # The lease of whoever closes the job; steps have leases of their own.
    Column("lease_token", String(32)),
    Column("lease_until", Float),
    Column("attempts", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    # The only machine that can do it, where several share the database: its files lie there.
    Column("machine", String(32)),
    Index("ix_jobs_status_kind", "status", "kind"),
    Index("ix_jobs_owner_id_created", "owner_id", "created"),
    sqlite_autoincrement=True,
)

job_steps = Table(
    "job_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", Integer, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_token", String(32)),
    # Seconds since 1970: leases are compared and added to, never shown.
    Column("lease_until", Float),
    Column("result", JSON),
    Column("error", JSON),
    # Seconds since 1970: the pace of a job is told from its last ones.
    Column("ended", Float),
    UniqueConstraint("job_id", "position"),
    # The next steps of a job are found by it without passing those that are done.
    Index("ix_job_steps_job_id_status_position", "job_id", "status", "position"),
    Index("ix_job_steps_job_id_ended", "job_id", "ended"),
)

index_queue = Table(
    "index_queue",
    metadata,
    Column("id", Integer, primary_key=True),
    # No foreign key: the row of a deleted document tells the index to forget it.
    Column("document_id", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# Searches that a person has saved; `filters` as the search takes them, by name.
searches = Table(
    "searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("query", Text, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("owner_id", "name"),
)

# What a person said about the columns of a spreadsheet; `signature` stands for a template and
# the heads of the spreadsheet.
roster_choices = Table(
    "roster_choices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("signature", String(64), nullable=False),
    Column("choices", JSON, nullable=False),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("owner_id", "signature"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", JSON, nullable=False),
)
