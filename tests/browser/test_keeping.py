"""What a person keeps and gives back: versions, the bin, photos, two people on one draft."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.document import Document, Paragraph
from corpus.library.tables import drafts, now, users
from tests.browser.serving import Complaints, Served, session
from tests.browser.test_drafting import SAVED, begin, fill, number, ready


def photo(colour: str, width: int = 900, height: int = 600) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Two photos and one of a kind that cannot be read, as files to choose."""
    found = {}
    contents = {
        "红.jpg": photo("red"),
        "蓝.jpg": photo("blue"),
        "手机.heic": b"\0\0\0\x18ftypheic",
    }
    for name, data in contents.items():
        path = tmp_path / name
        path.write_bytes(data)
        found[name] = path
    return found


def test_a_version_is_kept_compared_restored_and_the_restoring_undone(
    served: Served, page: Page
) -> None:
    address = begin(served)
    ready(page, address)
    page.keyboard.press("Control+Shift+S")
    name = page.locator("#version-name")
    expect(name).to_be_focused()
    name.fill("送审稿")
    page.keyboard.press("Enter")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("已存为第 1 版")
    fill(page, "f.举报电话", "0000-5550002")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.locator("#versions summary").click()
    page.get_by_role("link", name=re.compile("第 1 版.*送审稿")).click()
    expect(page.locator(".pages img").first).to_be_visible()
    page.get_by_role("link", name="差异").click()
    expect(page.locator(".compared del")).to_have_text("5551234")
    expect(page.locator(".compared ins")).to_have_text("5550002")
    expect(page.locator(".compared-words .was-changed")).to_have_text("改")
    page.keyboard.press("F8")
    expect(page.locator(".compared-line.now ins")).to_have_text("5550002")
    expect(page.locator(".compared-steps [role=status]")).to_have_text("第 1 处，共 1 处")
    page.get_by_role("button", name="恢复成第 1 版").click()
    page.wait_for_selector("#draft[data-ready]")
    assert page.url == address
    expect(page.locator('[name="f.举报电话"]')).to_have_value("0000-5551234")
    expect(page.locator(".toast")).to_contain_text("恢复前的存在第 2 版")
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator('[name="f.举报电话"]')).to_have_value("0000-5550002")
    kept = served.library.drafts.get(number(address), served.scope)
    assert kept.inputs["举报电话"] == "0000-5550002"


def test_an_export_becomes_a_version_in_the_menu(served: Served, page: Page) -> None:
    ready(page, begin(served))
    page.locator("#export summary").click()
    with page.expect_download():
        page.get_by_role("link", name="Word").first.click()
    expect(page.locator("#versions [data-count]")).to_have_text("1")
    page.locator("#versions summary").click()
    expect(page.locator("#versions .menu-list")).to_contain_text("导出 Word")


def test_a_deleted_draft_is_taken_back_by_the_toast_and_from_the_bin(
    served: Served, page: Page
) -> None:
    id = number(begin(served))
    begin(served)
    page.goto(served.address + "/drafts")
    row = page.locator("tr", has=page.locator(f'a[href="/drafts/{id}"]'))
    row.locator("summary").click()
    row.get_by_role("button", name="删除").click()
    expect(row).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(row.first).to_be_visible()
    boxes = page.locator("[data-choose]")
    expect(page.locator("[data-chosen-count]")).to_contain_text("勾选后")
    page.locator("[data-choose-all]").check()
    expect(page.locator("[data-chosen-count]")).to_have_text(f"选了 {boxes.count()} 份")
    page.get_by_text("删除所选").click()
    page.locator(".chosen-bar").get_by_role("button", name="删除").click()
    expect(page.locator("h2", has_text="还没有草稿")).to_be_visible()
    page.get_by_role("link", name=re.compile("回收站")).click()
    expect(page.locator("h1")).to_have_text("回收站")
    page.locator("[data-choose-all]").check()
    page.get_by_role("button", name="恢复所选").click()
    expect(page.locator("h2", has_text="回收站是空的")).to_be_visible()
    assert served.library.drafts.get(id, served.scope).id == id


def test_documents_are_sorted_chosen_by_keyboard_taken_along_and_thrown_away(
    served: Served, page: Page
) -> None:
    for title in ("周边商铺检查材料", "安全生产检查材料", "防汛检查材料"):
        document = Document(title=title, blocks=(Paragraph(text=title),))
        name, data = f"{title}.txt", title.encode()
        served.library.documents.add(document, owner=served.owner, original=data, name=name)
    page.goto(served.address + "/library")
    page.get_by_label("顺序").select_option("title")
    expect(page.get_by_role("columnheader", name="标题")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(page.locator("td.library-title").first).to_have_text("安全生产检查材料")
    taking = page.get_by_role("button", name="下载原件")
    expect(taking).to_be_disabled()
    page.get_by_label("选中《安全生产检查材料》").focus()
    page.keyboard.press("Space")
    page.get_by_label("选中《周边商铺检查材料》").click(modifiers=["Shift"])
    expect(page.get_by_role("status").filter(has_text="选了 3 份")).to_be_visible()
    with page.expect_download() as download:
        taking.click()
    with zipfile.ZipFile(download.value.path()) as package:
        names = {name.removesuffix("检查材料.txt") for name in package.namelist()}
    assert names == {"周边商铺", "安全生产", "防汛"}
    page.get_by_text("删除所选").click()
    page.locator(".chosen-bar").get_by_role("button", name="删除").click()
    expect(page.locator("h2", has_text="文库里还没有范文")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator("td.library-title")).to_have_count(3)


def test_all_of_a_long_list_is_chosen_over_its_pages_thrown_away_and_taken_back(
    served: Served, page: Page
) -> None:
    papers = (
        Document(title=f"第{number}号材料", blocks=(Paragraph(text=f"第{number}号。"),))
        for number in range(53)
    )
    served.library.documents.add_all(papers, owner=served.owner)
    total = served.library.documents.count(served.scope, kind="library")
    page.goto(served.address + "/library")
    told, more = page.locator("[data-chosen-count]"), page.locator("[data-choose-whole]")
    expect(told).to_contain_text("勾选后")
    expect(more).to_be_hidden()
    page.get_by_label("全选本页").check()
    expect(told).to_have_text("选中本页 50 份")
    expect(more).to_have_text(f"选中全部 {total} 份")
    more.focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text(f"选中全部 {total} 份")
    expect(more).to_have_text("只选本页 50 份")
    page.get_by_label("选中《第7号材料》").uncheck()
    expect(told).to_have_text("选了 49 份")
    expect(more).to_be_hidden()
    page.get_by_label("全选本页").check()
    more.click()
    page.get_by_text("删除所选").click()
    asked = page.locator(".chosen-bar .ask-body p")
    expect(asked).to_contain_text(f"选中的全部 {total} 份会移到回收站")
    page.locator(".chosen-bar").get_by_role("button", name="删除").click()
    expect(page.locator("h2", has_text="文库里还没有范文")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator(".library-list .pager")).to_contain_text("共 2 页")
    library = served.library
    library.bin.throw(served.scope, "library", library.documents.newest(served.scope))
    library.bin.discard_all(served.scope, now())


def test_photos_are_chosen_described_moved_printed_and_removed_with_undo(
    served: Served, page: Page, files: dict[str, Path]
) -> None:
    address = begin(served)
    ready(page, address)
    box = page.locator("#g-scope .photos")
    box.locator(".photos-pick").set_input_files(list(files.values()))
    rows = box.locator(".photo")
    expect(rows).to_have_count(2)
    expect(box.locator(".photos-note")).to_contain_text("手机.heic：这是 HEIC 照片，读不了")
    first = rows.first.locator("[name$=caption]")
    expect(first).to_be_focused()
    first.fill("红图")
    rows.nth(1).locator("[name$=caption]").fill("蓝图")
    rows.nth(1).locator("[name$=width]").select_option("60")
    place = rows.first.get_by_label("位置")
    place.select_option(index=2)  # behind the first paragraph, after the end and the beginning
    expect(page.locator("#save-state")).to_have_text(SAVED)
    # the paragraph goes along with what is typed into it
    page.locator('[name="f.排查场所"]').fill("1999")
    expect(place).to_have_value(re.compile(r"1\|"))
    expect(page.locator("#save-state")).to_have_text(SAVED)
    first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#live")).to_have_text("已把第 1 张移到第 2 张")
    expect(rows.first.locator("[name$=caption]")).to_have_value("蓝图")
    page.locator("#undo").click()
    expect(rows.first.locator("[name$=caption]")).to_have_value("红图")
    rows.nth(1).locator(".row-remove").click()
    rows.first.locator(".row-remove").click()
    expect(rows).to_have_count(0)
    page.locator(".toast").last.get_by_role("button", name="撤销").click()
    expect(rows).to_have_count(1)
    expect(rows.first.locator("img")).to_have_js_property("naturalWidth", 900)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    sections = served.library.drafts.get(number(address), served.scope).sections
    (kept,) = [section["figures"] for section in sections if section.get("figures")]
    assert [figure["caption"] for figure in kept] == ["红图"]
    (stands,) = [section["stands"] for section in sections if section.get("stands")]
    assert stands[0].startswith("1|")
    page.reload()
    expect(rows.first.locator("[name$=caption]")).to_have_value("红图")


def test_a_photo_is_pasted_and_dropped_where_it_belongs(served: Served, page: Page) -> None:
    ready(page, begin(served))
    hand_over = """([kind, section]) => {
      const bytes = Uint8Array.from(atob(window.photo), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'a.jpg', {type: 'image/jpeg'}));
      const place = document.querySelector(`#g-${section} .group-body`);
      const made = kind === 'paste'
        ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
        : new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true});
      place.dispatchEvent(made);
    }"""
    page.evaluate("text => { window.photo = text; }", base64.b64encode(photo("red")).decode())
    for kind, section in (("paste", "goals"), ("drop", "require")):
        page.evaluate(hand_over, [kind, section])
        expect(page.locator(f"#g-{section} .photo")).to_have_count(1)
    expect(page.locator("#save-state")).to_have_text(SAVED)


def test_a_row_that_was_dragged_goes_back_by_undo(served: Served, page: Page) -> None:
    ready(page, begin(served))
    page.locator("#s-goals a").click()
    rows = page.locator("#g-goals .row:not(.photo)")
    names = [rows.nth(n).locator("input").first.input_value() for n in range(3)]
    handle = rows.first.locator(".handle").bounding_box()
    target = rows.nth(2).bounding_box()
    assert handle
    assert target
    page.mouse.move(handle["x"] + 5, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, target["y"] + target["height"] - 4, steps=6)
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("已把第 1 行移到第 3 行")
    expect(rows.nth(2).locator("input").first).to_have_value(names[0])
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(rows.first.locator("input").first).to_have_value(names[0])
    expect(rows.nth(2).locator("input").first).to_have_value(names[2])


@pytest.fixture
def colleague(
    chromium: Browser, served: Served, complaints: Complaints
) -> Iterator[BrowserContext]:
    """The session of another person."""
    with served.library.database.write() as connection:
        if not connection.execute(users.select().where(users.c.id == 9)).first():
            connection.execute(
                users.insert().values(id=9, name="李某某", role="member", created=now())
            )
    other = Served(served.address, served.library, served.home, 9)
    made = session(chromium, other, complaints)
    yield made
    made.close()


def test_two_people_on_one_draft_are_asked_and_nothing_is_lost(
    served: Served, page: Page, colleague: BrowserContext, complaints: Complaints
) -> None:
    complaints.expect("409 (CONFLICT)")
    address = begin(served)
    with served.library.database.write() as connection:
        shared = drafts.update().where(drafts.c.id == number(address))
        connection.execute(shared.values(visibility="shared"))
    theirs = colleague.new_page()
    ready(page, address)
    ready(theirs, address)
    fill(theirs, "f.牵头科室", "街道平安建设办公室")
    expect(theirs.locator("#save-state")).to_have_text(SAVED)
    expect(theirs.locator("[name=revision]")).to_have_value("2")
    fill(page, "f.举报电话", "0000-5550000")
    dialog = page.locator("#conflict")
    expect(dialog).to_contain_text("街道平安建设办公室")
    dialog.get_by_role("button", name="留我写的").click()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    expect(page.locator("[name=revision]")).to_have_value("3")
    fill(theirs, "f.牵头科室", "街道应急管理办公室")
    dialog = theirs.locator("#conflict")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="留已存的").click()
    theirs.wait_for_selector("#draft[data-ready]")
    expect(theirs.locator('[name="f.举报电话"]')).to_have_value("0000-5550000")
    kept = served.library.drafts.get(number(address), served.scope)
    assert kept.inputs["举报电话"] == "0000-5550000"


def test_only_the_owner_of_a_shared_draft_may_delete_it(
    served: Served, colleague: BrowserContext
) -> None:
    id = number(begin(served))
    with served.library.database.write() as connection:
        connection.execute(drafts.update().where(drafts.c.id == id).values(visibility="shared"))
    page = colleague.new_page()
    page.goto(served.address + "/drafts")
    row = page.locator("tr", has=page.locator(f'a[href="/drafts/{id}"]'))
    expect(row.get_by_role("button", name="复制一份")).to_be_visible()
    expect(row.locator("summary")).to_have_count(0)
    expect(row.locator("[data-choose]")).to_have_count(0)
