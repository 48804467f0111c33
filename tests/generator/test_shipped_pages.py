"""The samples of the shipped templates on paper: as many pages as promised, all text inside."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from generator.compose import compose
from generator.layout import pdf
from generator.template import shipped

MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, 184 * MM  # GB/T 9704-2012 5.2.1: 28 mm left, 156 mm wide
SLACK = 2.0  # points, for side bearings and marks that hang


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_sample_has_the_pages_that_its_summary_promises(name: str) -> None:
    template = shipped()[name]
    promised = re.search(r"约(\d+)页", template.summary)
    assert promised
    printed = pdf.write(compose(template, template.sample_inputs()).document)
    assert abs(printed.pages - int(promised[1])) <= 1


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_text_of_a_sample_stays_inside_the_page(name: str) -> None:
    template = shipped()[name]
    printed = pdf.write(compose(template, template.sample_inputs()).document)
    with pypdfium2.PdfDocument(printed.data) as document:
        for number, page in enumerate(document, 1):
            if page.get_width() > page.get_height():
                continue
            text = page.get_textpage()
            for n in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(n)
                found = text.get_text_bounded(left, bottom, right, top)
                assert left >= LEFT - SLACK, f"第{number}页：{found}"
                assert right <= RIGHT + SLACK, f"第{number}页：{found}"
