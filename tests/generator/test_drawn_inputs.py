"""Every template with inputs and wordings nobody chose: always a whole document."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Heading, Item, Paragraph
from generator.compose import compose
from generator.fields.values import Missing
from generator.inputs import read_values
from generator.states import SectionState
from generator.template import shipped
from tests.generator.drawn_inputs import draw_inputs
from tests.generator.test_shipped_templates import check_clean, prose

IDS = sorted(shipped())
DRAWS = 12


def check_whole(document: Document) -> None:
    """Sentences are whole, marks pair, nothing is counted alone, no section is empty."""
    check_clean(document)
    for text in prose(document):
        assert text.endswith(("。", "：", "）", "；", "】")), text
        for left, right in ("（）", "《》", "“”"):
            assert text.count(left) == text.count(right), text
    for blocks in (document.blocks, *(a.blocks for a in document.attachments)):
        spoken = [b for b in blocks if isinstance(b, Heading | Paragraph | Item)]
        firsts = [n for n, b in enumerate(spoken) if b.marker == "一是"]
        for at in firsts:
            within = "二是" in spoken[at].text
            assert within or any(b.marker == "二是" for b in spoken[at + 1 :]), spoken[at]


@pytest.mark.parametrize("name", IDS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=DRAWS, derandomize=True)
def test_drawn_inputs_give_a_whole_document(name: str, random: Random) -> None:
    template = shipped()[name]
    wordings = [
        SectionState(section.id, variant=random.choice(section.variants).name)
        for section in template.sections
    ]
    made = compose(template, draw_inputs(template, random), sections=wordings)
    assert {gap.field for gap in made.gaps} <= {"总结时限", "反馈时限"}, made.gaps
    check_whole(made.document)


@pytest.mark.parametrize("name", IDS)
def test_everything_filled_to_the_brim_gives_a_whole_document(name: str) -> None:
    template = shipped()[name]
    inputs = draw_inputs(template, Random(name), full=True)
    values = read_values(template.fields, inputs, template.logic)
    lacking = {n for n, v in values.values.items() if isinstance(v, Missing)} - values.hidden
    assert lacking == set()
    made = compose(template, inputs)
    assert made.gaps == ()
    check_whole(made.document)
