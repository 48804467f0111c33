"""One correction is taken back from under later ones exactly where they are about other things."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import retracting
from corpus.correcting import TEXT, Correction, corrected
from corpus.document import Document, Heading, Paragraph
from corpus.retracting import apart, without

READ = Document(
    title="柳溪街道防汛工作方案",
    genre="工作方案",
    blocks=(
        Paragraph(text="制定本方案。"),
        Heading(level=1, text="工作目标"),
        Paragraph(text="确保安全"),
        Paragraph(text="二、三级风险分别处置"),
    ),
).canonical()
BLOCKS = [block.id for block in READ.blocks]
CORRECTIONS = st.one_of(
    st.builds(Correction, st.just("title"), st.sampled_from(["甲", "乙"])),
    st.builds(Correction, st.just("year"), st.sampled_from(["2024", "2025"])),
    st.builds(Correction, st.just("genre"), st.sampled_from(["工作总结", "通知"])),
    st.builds(Correction, st.just("topics"), st.sampled_from(["防汛", "防汛、度汛"])),
    st.builds(
        Correction, st.just("level"), st.sampled_from(["1", "2", TEXT]), st.sampled_from(BLOCKS)
    ),
)


@given(st.lists(CORRECTIONS, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_without_the_first_it_is_as_if_only_the_later_ones_were_made(
    wanted: list[Correction],
) -> None:
    steps: list[tuple[str, Document]] = []
    made: list[Correction] = []
    now = READ
    for one in wanted:
        if (changed := corrected(now, one)) != now:
            steps.append((one.kind, now))
            made.append(one)
            now = changed
    if not steps:
        return
    found = without(steps, now)
    first, *later = made
    if any((one.kind, one.block) == (first.kind, first.block) for one in later):
        assert found is None
    elif found is not None:
        left = READ
        for one, body in zip(later, found, strict=False):
            assert body == left
            left = corrected(left, one)
        assert found[-1] == left
        assert len(found) == len(steps)


def test_a_division_stays_in_the_way() -> None:
    titled = corrected(READ, Correction("title", "甲"))
    shorter = Document(title="甲", genre="工作方案", blocks=READ.blocks[:2]).canonical()
    assert without([("title", READ), ("split", titled)], shorter) is None
    assert without([("title", READ)], titled) == (READ,)


def test_which_ones_stand_apart_is_told_without_making_any_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each takes ten milliseconds in a long document, and a page asks for all of them."""
    bodies = [READ]
    for one in (("title", "甲"), ("level", "2", BLOCKS[2]), ("year", "2024"), ("title", "乙")):
        bodies.append(corrected(bodies[-1], Correction(*one)))
    steps = [*zip(("title", "level", "year", "title"), bodies[:-1], strict=True)]
    monkeypatch.setattr(retracting, "corrected", None)
    assert apart(steps, bodies[-1]) == {1, 2, 3}
    assert apart([*steps, ("split", bodies[-1])], bodies[-1]) == set()
