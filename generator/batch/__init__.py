"""Batches 批量: a job with one step a row of a roster, its files, and the manifest 清单."""

from corpus.library.runner import JobKind
from generator.batch.binding import BINDING_KIND, bind, find_binding, plan_binding
from generator.batch.manifest import (
    MANIFEST,
    MANIFEST_SHEET,
    STATUS,
    Entry,
    entry_of,
    manifest,
    manifest_json,
    manifest_sheet,
    told,
)
from generator.batch.mending import mend, recover, recover_all, retry
from generator.batch.planning import KIND, Order, find_batch, plan_batch, read_bytes
from generator.batch.results import Archive, archive, close_batch, write_archive
from generator.batch_row import make_row

_WARM = "generator.batch_warm"
BATCH = JobKind(KIND, make_row, close_batch, seconds=60, megabytes=1024, chunk=64, loads=_WARM)
BINDING = JobKind(BINDING_KIND, make_row, bind, megabytes=2048, loads=_WARM)

__all__ = [
    "BATCH",
    "BINDING",
    "BINDING_KIND",
    "KIND",
    "MANIFEST",
    "MANIFEST_SHEET",
    "STATUS",
    "Archive",
    "Entry",
    "Order",
    "archive",
    "close_batch",
    "entry_of",
    "find_batch",
    "find_binding",
    "make_row",
    "manifest",
    "manifest_json",
    "manifest_sheet",
    "mend",
    "plan_batch",
    "plan_binding",
    "read_bytes",
    "recover",
    "recover_all",
    "retry",
    "told",
    "write_archive",
]
