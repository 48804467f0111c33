"""Blank templates: one for each genre, its roles in order, whole when filled and when not."""

from __future__ import annotations

import pytest

from corpus.document import Heading, Paragraph
from corpus.genres import GENRES, ROLES, genre_of_title
from corpus.plain import plain_text
from generator.checking import check_template
from generator.compose import compose
from generator.loading import load
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


def test_an_order_is_signed_with_a_stamp_and_bears_its_own_number() -> None:
    made = compose(get("blank-order"), get("blank-order").sample_inputs()).document
    assert (made.layout, made.title, made.issuer) == ("order", "青禾县人民政府令", "青禾县人民政府")
    assert made.masthead
    assert made.masthead.doc_number == "第3号"
    assert made.signoff
    assert (made.signoff.signers, made.signoff.seal) == (("青禾县人民政府县长（签名章）",), False)
    assert not made.titled


def test_a_template_says_which_attachment_is_bound_apart_and_who_signs() -> None:
    text = get("blank-notice").text.replace(
        'signoff: {issuer: "{{ 单位 }}"', 'signoff: {signer: ["主任 周某某", "{{ 单位 }}主任 陈某"]'
    )
    text = f"{text}\n# 检查手册 {{: attachment landscape separate }}\n逐项核对，当场登记。\n"
    template = load(text, "notice.md")
    made = compose(template, template.sample_inputs()).document
    (manual,) = made.attachments
    assert (manual.landscape, manual.separate) == (True, True)
    assert made.signoff
    assert made.signoff.signers == ("主任　周某某", "青禾县柳溪街道办事处主任　陈某")
    assert template.signoff
    assert "单位" in frozenset().union(*(piece.used for piece in template.signoff.all))
