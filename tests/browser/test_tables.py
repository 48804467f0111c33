"""A table in a text that is written by hand is edited as a grid, as one knows it from Word."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from corpus.document import Cell, Table
from generator.draft import SectionState
from tests.browser.accessibility import serious_findings
from tests.browser.serving import Served
from tests.browser.tabled import STORES, kept

HEAD = "类别\t名称\t数量\t地点"
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def begin(served: Served, page: Page) -> int:
    """A draft with a section of one's own that has a table, opened."""
    id = kept(served)
    page.goto(f"{served.address}/drafts/{id}")
    page.wait_for_selector("#draft[data-ready]")
    return id


def saved(served: Served, page: Page, id: int) -> tuple[Table, ...]:
    """The tables of the section, once all that was typed is saved."""
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("已保存")
    expect(page.locator("#save-state")).not_to_contain_text("正在")
    states = map(SectionState.from_json, served.library.drafts.get(id, served.scope).sections)
    (own,) = (state for state in states if state.id == "own-1")
    return tuple(block for block in own.blocks if isinstance(block, Table))


def texts(page: Page) -> list[list[str]]:
    """What the cells of the first table say, row by row."""
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelector("#g-own-1 .grid").rows].map(
          (row) => [...row.querySelectorAll("textarea")].map((cell) => cell.value))"""
    )
    return found


def focused(page: Page) -> str:
    said: str = page.evaluate("document.activeElement.getAttribute('aria-label')")
    return said


def test_cells_rows_and_columns_change_and_merged_cells_stay(served: Served, page: Page) -> None:
    id = begin(served, page)
    expect(page.locator("#g-own-1 .edited-text")).to_be_hidden()
    page.get_by_label("第 1 行，数量").fill("2500条")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "第 2 行，数量"
    page.keyboard.type("500把")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("新购")
    page.get_by_role("button", name="下面加行").click()
    assert focused(page) == "第 3 行，数量"
    page.keyboard.type("60件")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "第 3 行，第 4 列"
    (table,) = saved(served, page, id)
    assert table.head == ((Cell("类别"), Cell("名称"), Cell("数量"), Cell(""), Cell("地点")),)
    assert table.rows == (
        (Cell("抢险", rowspan=2), Cell("编织袋"), Cell("2500条"), Cell(""), Cell("东库")),
        (Cell("铁锹"), Cell("500把\n新购"), Cell(""), Cell("西库")),
        (Cell(""), Cell(""), Cell("60件"), Cell(""), Cell("")),
        (Cell("由综治中心统一调度", colspan=3), Cell(""), Cell("")),
    )
    page.get_by_role("button", name="删这一列").click()
    page.get_by_role("button", name="删这一行").click()
    (table,) = saved(served, page, id)
    assert table.rows[0] == (Cell("抢险", rowspan=2), Cell("编织袋"), Cell("2500条"), Cell("东库"))
    assert table.rows[2] == (Cell("由综治中心统一调度", colspan=3), Cell(""))
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(page.get_by_label("表头，第 5 列")).to_have_value("地点")
    expect(page.get_by_label("第 3 行，数量")).to_have_value("60件")


def test_enter_and_tab_lead_on_and_add_a_row_only_where_one_is_typing(
    served: Served, page: Page
) -> None:
    begin(served, page)
    last = page.get_by_label("第 3 行，地点")
    last.click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "下面加行", "no trap"
    last.fill("全部")
    page.keyboard.press("Tab")
    assert focused(page) == "第 4 行，类别"
    page.keyboard.type("救生")
    page.keyboard.press("Enter")
    assert texts(page)[4:] == [["救生", "", "", ""], ["", "", "", ""]]
    page.keyboard.press("Control+z")
    expect(page.get_by_label("第 5 行，类别")).to_have_count(0)
    assert texts(page)[4] == ["救生", "", "", ""]
    # what a key leads to is chosen, as in Word: the next letter takes its place
    page.get_by_label("第 1 行，名称").click()
    for key, words in (("Tab", "3000条"), ("Shift+Tab", "沙袋"), ("ArrowDown", "铁锨")):
        page.keyboard.press(key)
        page.keyboard.type(words)
    assert texts(page)[1:3] == [["抢险", "沙袋", "3000条", "东库"], ["铁锨", "300把", "西库"]]


def test_cells_from_a_spreadsheet_fill_from_the_cell_on(served: Served, page: Page) -> None:
    id = begin(served, page)
    page.get_by_label("第 3 行，地点").click()
    page.evaluate(PASTE, [None, '救生衣\t150件\n"救生圈\n带绳"\t60个'])
    expect(page.locator(".toast")).to_contain_text("已填入 2 行 2 列，表格加了 1 行、1 列")
    (table,) = saved(served, page, id)
    assert table.rows[2] == (Cell("由综治中心统一调度", colspan=3), Cell("救生衣"), Cell("150件"))
    assert table.rows[3] == (Cell(""), Cell(""), Cell(""), Cell("救生圈\n带绳"), Cell("60个"))
    page.get_by_label("第 3 行，类别").click()
    page.evaluate(PASTE, [None, "总计\t1\t2"])
    expect(page.locator(".toast").last).to_contain_text("2 格落在合并的格子里，没有填")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("第 4 行，地点")).to_have_count(0)
    assert saved(served, page, id)[0].rows == STORES.rows


def test_a_table_pasted_into_a_text_keeps_its_merged_cells(served: Served, page: Page) -> None:
    id = begin(served, page)
    page.get_by_label("表格后面的文字").click()
    table = (
        "<table><tr><td rowspan=2 colspan=100>社区<td colspan=2>排查<td rowspan=2>备注"
        "<tr><td>户数<td>隐患<tr><td colspan=100>东湾<td>1260<td>12<td>第一行<br>第二行</table>"
    )
    page.evaluate(PASTE, [table, "社区\t排查"])
    box = page.locator("#g-own-1 .grid-box").nth(1)
    expect(box.locator(".cell").first).to_be_focused()
    made = saved(served, page, id)[1]
    assert made.head == (
        (Cell("社区", rowspan=2), Cell("排查", colspan=2), Cell("备注", rowspan=2)),
        (Cell("户数"), Cell("隐患")),
    )
    assert made.rows == (tuple(map(Cell, ("东湾", "1260", "12", "第一行\n第二行"))),)


def test_a_table_is_put_into_a_text_and_taken_out_and_cells_are_merged_and_parted(
    served: Served, page: Page
) -> None:
    id = begin(served, page)
    page.get_by_label("表格后面的文字").fill("其他要求。")
    page.locator("#g-own-1").get_by_role("button", name="插入表格").click()
    for text in ("社区", "户数", "备注", "东湾社区"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    other = page.locator("#g-own-1 .grid-box").nth(1)
    other.get_by_label("第 1 行，社区").click()
    other.get_by_text("更多").click()
    other.get_by_role("button", name="和下面一格合并").click()
    first, second = saved(served, page, id)
    assert first.rows == STORES.rows
    assert second.head == ((Cell("社区"), Cell("户数"), Cell("备注")),)
    assert second.rows == ((Cell("东湾社区", rowspan=2), Cell(""), Cell("")), (Cell(""), Cell("")))
    other.get_by_text("更多").click()
    other.get_by_role("button", name="拆开合并的格").click()
    expect(other.get_by_label("第 2 行，社区")).to_be_visible()
    page.locator("#g-own-1 .grid-box").first.get_by_text("更多").click()
    page.get_by_role("button", name="删去这张表").first.click()
    (left,) = saved(served, page, id)
    assert left.rows[0] == (Cell("东湾社区"), Cell(""), Cell(""))
    # rows pasted with other words, as from Word, are a table at once
    page.locator('[name="text.own-1"] ~ .tabled .piece-text').last.fill("甲\n\n一\t二\n1\t2\n\n乙")
    expect(page.locator("#g-own-1 .grid")).to_have_count(2)
    assert saved(served, page, id)[1].rows == ((Cell("1"), Cell("2")),)


def test_what_is_typed_goes_over_the_wire_as_it_is_and_means_the_same(
    served: Served, page: Page
) -> None:
    id = begin(served, page)
    odd = "占 50% & 1+1=2 #号\n“全角”；"
    with page.expect_request(lambda asked: asked.url.endswith("/save")) as asked:
        page.get_by_label("表格前面的文字").fill(odd)
    sent = asked.value.post_data or ""
    assert "“全角”；" in sent
    assert "%26" in sent
    saved(served, page, id)
    own = served.library.drafts.get(id, served.scope).sections
    (state,) = (one for one in own if one["id"] == "own-1")
    assert [block.get("text") for block in state["blocks"][1:3]] == odd.split("\n")


def test_letters_that_an_input_method_has_not_made_into_words_are_not_saved(
    served: Served, page: Page
) -> None:
    id = begin(served, page)
    keys = page.context.new_cdp_session(page)
    for control in (page.get_by_label("表格前面的文字"), page.get_by_label("第 1 行，名称")):
        with page.expect_response(lambda answer: answer.url.endswith("/save")) as answer:
            page.get_by_label("第 2 行，地点").press("End")
            page.keyboard.type("库")
            control.press("End")
            for letters in ("n", "ni", "ni'hao"):
                at = len(letters)
                keys.send(
                    "Input.imeSetComposition",
                    {"text": letters, "selectionStart": at, "selectionEnd": at},
                )
        sent = answer.value.request.post_data or ""
        assert "西库库" in sent
        assert "ni" not in sent.partition("text.own-1=")[2].partition("&")[0]
        with page.expect_response(lambda answer: answer.url.endswith("/save")) as answer:
            keys.send("Input.insertText", {"text": "你好"})
        assert "你好" in (answer.value.request.post_data or "")
        assert "你好" in control.input_value()
        page.locator("#undo").click()
        expect(control).not_to_have_value(re.compile("你好|ni"))
        assert saved(served, page, id)[0].rows[0] == STORES.rows[0]


def test_the_page_and_what_is_found_lead_to_the_cell(served: Served, page: Page) -> None:
    begin(served, page)
    page.keyboard.press("Control+h")
    page.locator("#find-words").fill("西库")
    expect(page.locator("#find-count")).to_have_text("1 / 1")
    page.locator("#find-other").fill("南库")
    page.locator("[data-find=all]").click()
    page.keyboard.press("Escape")
    expect(page.get_by_label("第 2 行，地点")).to_have_value("南库")
    assert "铁锹\t300把\t南库" in page.locator('[name="text.own-1"]').input_value()
    page.get_by_label("第 2 行，名称").click()
    # the rectangles are drawn anew once what was replaced is on the page
    row = page.wait_for_function(
        """() => {
          const [one, other] = document.querySelectorAll("rect.mark-now");
          const { x, y, width, height } = one ? one.getBoundingClientRect() : { width: 0 };
          return other || !width ? null : { x, y, width, height };
        }"""
    ).json_value()
    page.get_by_label("表格前面的文字").click()
    page.mouse.click(row["x"] + row["width"] - 4, row["y"] + row["height"] / 2)
    assert focused(page) == "第 2 行，地点"


def test_at_390_a_table_scrolls_by_itself_and_is_labelled(served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    begin(served, page)
    page.get_by_label("第 2 行，地点").click()
    for _ in range(4):
        page.get_by_role("button", name="右边加列").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    table = page.locator("#g-own-1 .grid-scroll")
    assert table.evaluate("one => one.scrollWidth > one.clientWidth")
    assert serious_findings(page) == []
