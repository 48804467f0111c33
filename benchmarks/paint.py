"""Paint: when each page first shows something in Chromium, and how far its parts jump afterwards.

    python -m benchmarks.paint

Prints for each page at 1366 × 768, with an empty cache and again with a full one, the first paint
in milliseconds and the layout shift that nobody caused (CLS, 0 is none). Status 1 where a page
paints later than a second or jumps by more than 0.01. Needs Chromium as the tests do; on a busy
machine the times are upper bounds.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from generator import template
from tests.browser.serving import Complaints, launched, serving, session

DRAFT = "fire-safety-campaign"
LATEST, FARTHEST = 1000, 0.01
_MEASURE = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) shift += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    done([paint ? Math.round(paint.startTime) : 9999, shift]);
  }, 1200);
})"""


def main() -> int:
    """Print the table; the exit status tells whether every page keeps its budget."""
    load = f"机器负荷 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{'页面':<28}{'首次 ms':>8}{'再次 ms':>8}{'跳动':>8}　{load}")
    kept = True
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served:
        entry = template.get(DRAFT)
        draft = served.library.drafts.create(
            served.owner,
            entry.id,
            entry.sha256,
            entry.text,
            entry.sample_inputs(),
            [],
            entry.title,
        ).id
        pages = (
            *("/", "/search", "/search?q=消防", "/search?q=保障措施&mode=sections", "/documents/1"),
            *("/documents/1?view=text", "/documents/1/corrections", "/new", "/new/past"),
            *("/drafts", f"/drafts/{draft}", f"/drafts/{draft}/versions", "/batches"),
            *("/batches/new", "/library", "/format", "/bin", "/settings", "/settings/staff"),
            *("/settings/layout", "/settings/data", "/settings/screen", "/help", "/help/library"),
        )
        with launched() as browser:
            for address in pages:
                context = session(browser, served, Complaints())
                found = []
                for _ in range(2):
                    page = context.new_page()
                    answer = page.goto(served.address + address)
                    assert answer is not None, address
                    assert answer.ok, address
                    found.append(page.evaluate(_MEASURE))
                    page.close()
                context.close()
                shift = max(one[1] for one in found)
                fine = max(one[0] for one in found) <= LATEST and shift <= FARTHEST
                kept = kept and fine
                told = f"{address:<30}{found[0][0]:>8}{found[1][0]:>8}{shift:>9.4f}"
                print(told + ("" if fine else "　超出"), flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
