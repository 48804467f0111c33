"""What rows of every batch need, loaded and made once 预备, for the server that workers are forked
from.

It may have no threads, so nothing is typeset here; Word files of a document are written, because
the first one takes as long as a hundred others.
"""

from __future__ import annotations

import gc
import logging
from contextlib import suppress

from generator import batch, batch_row
from generator.compose import compose
from generator.errors import LayoutError
from generator.layout import fonts, word
from generator.loading import load

__all__ = ["batch"]

# A title and a paragraph of more than one line, in both kinds of letters.
_TEMPLATE = """---
id: warm
title: 通知
genre: 通知
topics: []
used_by: []
summary: 通知
fields:
  单位: {type: org, required: true, example: 青禾县柳溪街道办事处}
  日期: {type: date, required: true, example: 2026-03-05}
---
# {{ 单位 }}关于做好2026年汛期排水管网巡查和GB/T 9704—2012公文格式培训工作的通知

## 工作安排 {: #tasks role=tasks }
{{ 单位 }}自{{ 日期 }}起对辖区排水管网逐段巡查，发现12处以上淤堵的路段。
逐项建立台账，按GB/T 9704—2012的格式书面报告，明确措施、责任单位和时限。
"""


def _warm() -> None:
    template = load(_TEMPLATE, "warm.md")
    word.write(compose(template, template.sample_inputs()).document)
    batch_row.program()
    with suppress(LayoutError):  # a batch that wants PDF meets it itself
        fonts.faces()


try:
    _warm()
except Exception:  # rows meet the same and tell of it; a server that died would tell nobody
    logging.getLogger(__name__).exception("没能预备")
# What is here stays: a collector that goes through it would copy its pages for each worker.
gc.freeze()
