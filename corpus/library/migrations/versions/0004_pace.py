"""When a step ended, and steps found by their job, status and position."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and exchange the index."""
    op.add_column("job_steps", sa.Column("ended", sa.Float(), nullable=True))
    op.drop_index("ix_job_steps_job_id_status", "job_steps")
    op.create_index(
        "ix_job_steps_job_id_status_position", "job_steps", ["job_id", "status", "position"]
    )
    op.create_index("ix_job_steps_job_id_ended", "job_steps", ["job_id", "ended"])
