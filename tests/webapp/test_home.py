"""首页: what one left off, what one often needs, what is running, what was exported."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html

from corpus import pinyin
from corpus.document import Document, Paragraph
from corpus.library import DraftRecord, Library, Scope, User, tables
from corpus.library.space import Disk
from corpus.unit import Names
from generator import template
from webapp.home import monday, often_used

TEMPLATE = "fire-safety-campaign"


def draft(library: Library, owner: User, title: str, gaps: int = 0) -> DraftRecord:
    """A draft of a shipped template with the inputs of its sample."""
    chosen = template.get(TEMPLATE)
    return library.drafts.create(
        owner.id,
        chosen.id,
        chosen.sha256,
        chosen.text,
        chosen.sample_inputs(),
        [],
        title,
        gaps=gaps,
    )


def test_the_last_four_drafts_can_be_continued(
    client: FlaskClient, library: Library, owner: User
) -> None:
    for number in range(5):
        draft(library, owner, f"柳溪街道第{number}号方案", gaps=number)
    tree = html.fromstring(client.get("/").text)
    found = tree.xpath("//a[contains(@class, 'home-draft')]")
    cards = [" ".join(card.text_content().split()) for card in found]
    assert len(cards) == 4
    assert cards[0].startswith("柳溪街道第4号方案 待补 4 处今天")
    assert "已填齐" not in " ".join(cards)
    assert "全部草稿 5 份" in tree.text_content()


def test_the_library_is_counted_by_unit_and_week(
    client: FlaskClient, library: Library, owner: User
) -> None:
    library.unit.save_names(Names("望川县青石镇北桥社区居民委员会"), library.unit.revision("names"))
    for number, unit in enumerate(("北桥社区居民委员会", "北桥社区居民委员会", "石桥镇人民政府")):
        text = (Paragraph("b1", text=f"第{number}篇。"),)
        library.documents.add(
            Document(title=f"第{number}篇", issuer=unit, blocks=text), owner=owner.id
        )
    with library.database.write() as connection:
        old = tables.documents.c.title == "第1篇"
        moment = monday() - timedelta(seconds=1)
        connection.execute(tables.documents.update().where(old).values(created=moment))
    page = html.fromstring(client.get("/").text).text_content()
    new = library.documents.count(Scope(owner.id), kind="library") - 1
    assert f"本单位 2 篇，本周新入库 {new} 篇" in page


def test_templates_used_most_stand_first_with_their_count(
    client: FlaskClient, library: Library, owner: User
) -> None:
    draft(library, owner, "一")
    draft(library, owner, "二")
    tree = html.fromstring(client.get("/").text)
    first = tree.xpath("//ul[contains(@class, 'home-templates')]/li")[0]
    assert template.get(TEMPLATE).title in first.text_content()
    assert "用过 2 次" in first.text_content()


def test_a_drafts_thumbnail_follows_what_is_saved(
    client: FlaskClient, library: Library, owner: User
) -> None:
    record = draft(library, owner, "消防方案")
    before = client.get(f"/previews/drafts/{record.id}/1.png?width=344")
    assert before.mimetype == "image/png"
    library.drafts.save(
        record.id, Scope(owner.id), 1, inputs={}, sections=[], title="消防方案", gaps=9
    )
    after = client.get(f"/previews/drafts/{record.id}/1.png?width=344")
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_templates_sample_has_pages(client: FlaskClient) -> None:
    assert client.get(f"/previews/templates/{TEMPLATE}/1.png?width=200").status_code == 200
    assert client.get(f"/previews/templates/{TEMPLATE}/99.png?width=200").status_code == 404


def test_a_running_batch_shows_its_progress_and_asks_again(
    client: FlaskClient, library: Library, owner: User
) -> None:
    job = library.jobs.create("batch", owner.id, {}, [{"row": 2}, {"row": 3}], title="一季度报告")
    page = client.get("/").text
    assert f'data-poll="/home/batch/{job.id}"' in page
    tree = html.fromstring(client.get(f"/home/batch/{job.id}").text)
    assert tree.xpath("string(.//h3)") == "一季度报告"
    assert "剩余 2" in tree.text_content()


def test_what_was_exported_is_listed_by_format(
    client: FlaskClient, library: Library, owner: User
) -> None:
    library.documents.add(
        Document(title="柳溪街道防汛抗旱应急预案", blocks=(Paragraph(text="内容。"),)),
        owner=owner.id,
        kind="export",
        visibility="private",
        name="柳溪街道防汛抗旱应急预案.docx",
    )
    tree = html.fromstring(client.get("/").text)
    (line,) = tree.xpath("//ul[@class='home-exports']/li")
    assert " ".join(line.text_content().split()).startswith("Word柳溪街道防汛抗旱应急预案今天")


def test_every_running_batch_is_shown(client: FlaskClient, library: Library, owner: User) -> None:
    for title in ("一季度报告", "二季度报告"):
        library.jobs.create("batch", owner.id, {}, [{"row": 2}], title=title)
    tree = html.fromstring(client.get("/").text)
    shown = tree.xpath("//aside//h3/text()")
    assert sorted(shown) == ["一季度报告", "二季度报告"]


def test_templates_that_were_never_used_stand_one_of_each_genre(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/").text)
    genres = tree.xpath("//ul[contains(@class, 'home-templates')]/li/span[1]/text()")
    assert len(genres) == len(set(genres)) == 10


def test_of_one_genre_the_titles_go_by_pinyin() -> None:
    shipped = list(template.shipped().values())
    shown = [t.title for t in often_used(shipped, Counter()) if t.genre == "实施方案"]
    assert shown == pinyin.ordered(shown)


def test_a_finished_batch_stands_among_the_exports(
    client: FlaskClient, library: Library, owner: User
) -> None:
    job = library.jobs.create("batch", owner.id, {}, [{"row": 2}], title="一季度报告")
    with library.database.write() as connection:
        connection.execute(tables.jobs.update().values(status="done", done=1))
    tree = html.fromstring(client.get("/").text)
    (line,) = tree.xpath("//ul[@class='home-exports']/li")
    assert line.text_content().startswith("ZIP一季度报告（1份）")
    assert line.xpath("a/@href") == [f"/batches/{job.id}"]


def test_a_search_also_names_templates_and_drafts(
    client: FlaskClient, library: Library, owner: User
) -> None:
    draft(library, owner, "消防演练通知")
    tree = html.fromstring(client.get("/search?q=消防").text)
    named = tree.xpath("//p[@class='elsewhere']/*")
    found = [" ".join(one.text_content().split()) for one in named]
    assert "模板 消防安全专项整治实施方案" in found
    assert "草稿 消防演练通知" in found
    assert "elsewhere" not in client.get("/search?q=消防&mode=sections").text


def test_a_disk_that_is_nearly_full_is_told_to_whoever_can_clear_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "磁盘快满了" not in client.get("/").text
    monkeypatch.setattr("corpus.library.space.disk", lambda home: Disk(10 * 2**30, 100 * 2**20))
    assert "磁盘快满了" in client.get("/").text
