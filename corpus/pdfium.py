"""PDFium knows no threads: whoever opens a PDF holds this lock until it is closed again."""

from __future__ import annotations

import threading

ONE_AT_A_TIME = threading.RLock()
