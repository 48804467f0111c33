"""Blank templates: one for each genre, its roles in order, whole when filled and when not."""

from __future__ import annotations

import pytest

from corpus.document import Heading, Paragraph
from corpus.genres import GENRES, ROLES, genre_of_title
from corpus.plain import plain_text
from generator.checking import check_template
from generator.compose import compose
from generator.template import blanks, get


def test_every_genre_has_one() -> None:
    assert [template.genre for template in blanks().values()] == list(GENRES)


@pytest.mark.parametrize("id", list(blanks()))
def test_it_is_sound_and_has_the_roles_of_its_genre_in_order(id: str) -> None:
    template = get(id)
    assert [str(f) for f in check_template(template.text, template.name)] == []
    document = compose(template, template.sample_inputs()).document
    order = [role for role, _ in GENRES[template.genre].roles]
    found = [b.role for b in document.blocks if isinstance(b, Heading | Paragraph) and b.role]
    once = list(dict.fromkeys(found))
    assert [role for role in once if role in order and role != "salutation"] == [
        role for role in order if role in once and role != "salutation"
    ]
    assert document.genre == template.genre


@pytest.mark.parametrize("id", list(blanks()))
def test_what_must_be_written_is_a_gap_under_its_role(id: str) -> None:
    template = get(id)
    made = compose(template, {})
    labels = {gap.label for gap in made.gaps}
    assert {ROLES[role].label for role in GENRES[template.genre].required_roles} <= labels
    assert "。。" not in plain_text(made.document)


def test_the_titles_name_their_genres() -> None:
    for template in blanks().values():
        title = compose(template, template.sample_inputs()).document.title
        genre = genre_of_title(title)
        if template.genre in ("简报", "理论文章", "其他", "制度"):
            continue
        assert genre
        assert genre.family == GENRES[template.genre].family, title


def test_paragraphs_as_typed_become_headings_and_items() -> None:
    template = get("blank-implementation-scheme")
    typed = {"重点任务": "（一）排查隐患\n逐户排查。\n（二）整改隐患\n限期整改。"}
    document = compose(template, template.sample_inputs() | typed).document
    heads = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 2]
    assert heads == ["排查隐患", "整改隐患"]
