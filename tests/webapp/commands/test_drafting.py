"""`nigao templates`, `template`, `draft`, `format`, `roster`, `batch`: from inputs to files."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
import yaml
from docx import Document as WordFile
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from corpus.library import Library
from corpus.unit import Names
from generator import layout, roster, template
from generator.errors import LayoutError
from generator.layout import Profile, profile_form
from generator.layout.units import Mm
from tests.webapp.commands.command_line import Nigao

FIRE = "fire-safety-campaign"


def words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in WordFile(str(path)).paragraphs)


def test_the_list_of_templates_shows_id_genre_title_and_use(nigao: Nigao) -> None:
    shown = nigao("templates")
    assert f"{FIRE}  实施方案  消防安全专项整治实施方案" in shown.out
    listed = json.loads(nigao("templates", "--json").out)
    assert len(listed) >= 8
    assert {"id", "title", "genre", "topics", "used_by", "summary"} <= set(listed[0])


def test_a_template_shows_its_fields_and_sections(nigao: Nigao) -> None:
    shown = nigao("template", FIRE).out
    assert "* 单位" in shown
    assert "排查户数（户）" in shown
    assert "重点任务" in shown


def test_a_template_tells_its_choices_and_columns(nigao: Nigao) -> None:
    shown = nigao("template", "party-building-plan").out
    assert "可选：每月、每季度、每半年" in shown
    assert "各列：月份*、活动*、参加人员*、责任科室*" in shown


def test_a_template_gives_its_schema_and_its_sample_as_json(nigao: Nigao) -> None:
    schema = json.loads(nigao("template", FIRE, "--schema").out)
    sample = json.loads(nigao("template", FIRE, "--sample").out)
    assert "单位" in schema["required"]
    assert set(sample) <= set(schema["properties"])


def test_a_template_of_ones_own_is_checked_with_place(nigao: Nigao, tmp_path: Path) -> None:
    path = tmp_path / "坏.md"
    path.write_text(
        "---\nid: x\ntitle: 题\ngenre: 通知\nfields:\n  单位: {type: orgg}\n---\n# 题\n", "utf-8"
    )
    refused = nigao("template", "--check", path)
    assert refused.status == 1
    assert "坏.md:6" in refused.err
    assert "orgg" in refused.err


def test_a_draft_comes_out_as_word_and_pdf(nigao: Nigao, inputs: Path, tmp_path: Path) -> None:
    done = nigao(
        "draft", FIRE, "--inputs", inputs, "-o", tmp_path / "a.docx", "-o", tmp_path / "a.pdf"
    )
    assert (done.status, done.out) == (0, "")
    assert "青禾县柳溪街道办事处" in words(tmp_path / "a.docx")
    assert len(pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes())) >= 2
    assert "待补" not in done.err


def test_a_character_without_font_is_named_with_its_place(nigao: Nigao, tmp_path: Path) -> None:
    source = tmp_path / "通知.txt"
    source.write_text("关于开展检查的通知\n各社区：\n请甲\U0010fff0乙按期完成检查。\n", "utf-8")
    told = nigao("format", source, "-o", tmp_path / "通知.docx").err
    assert "正文“请甲\U0010fff0乙按期完成检”里的“\U0010fff0”（U+10FFF0）没有字体能显示" in told


def test_pdfs_are_archival_where_asked_for(nigao: Nigao, inputs: Path, tmp_path: Path) -> None:
    plan = tmp_path / "方案.pdf"
    assert nigao("draft", FIRE, "--inputs", inputs, "--pdf-a", "-o", plan).status == 0
    assert b"<pdfaid:part>2</pdfaid:part>" in plan.read_bytes()
    source = tmp_path / "通知.txt"
    source.write_text("关于开展检查的通知\n各社区居民委员会：\n请按期完成检查。\n", "utf-8")
    again = tmp_path / "通知.pdf"
    assert nigao("format", source, "--pdf-a", "-o", again).status == 0
    assert b"<pdfaid:part>2</pdfaid:part>" in again.read_bytes()
    refused = nigao("format", source, "--pdf-a", "-o", tmp_path / "通知.docx")
    assert refused.status == 1
    assert "没有要写的 PDF" in refused.err


def test_yaml_inputs_and_values_set_on_the_command_line(
    nigao: Nigao, inputs: Path, tmp_path: Path
) -> None:
    given = json.loads(inputs.read_text("utf-8"))
    path = tmp_path / "填写.yaml"
    path.write_text(yaml.safe_dump(given, allow_unicode=True), "utf-8")
    out = tmp_path / "a.txt"
    done = nigao("draft", FIRE, "--inputs", path, "--set", "排查户数=0512", "-o", out)
    assert done.status == 0
    assert "512" in out.read_text("utf-8")
    nigao("draft", FIRE, "--inputs", path, "--set", "起止.起=2026-03-02", "-o", out)
    assert "3月2日" in out.read_text("utf-8")


def test_inputs_can_be_piped_in_and_text_piped_out(nigao: Nigao, inputs: Path) -> None:
    done = nigao("draft", FIRE, "--inputs", "-", "-o", "-", stdin=inputs.read_bytes())
    assert done.status == 0
    assert "一、" in done.out


def test_a_whole_draft_serves_as_inputs(nigao: Nigao, inputs: Path, tmp_path: Path) -> None:
    draft = {
        "schema": 1,
        "template": {"id": FIRE, "sha256": ""},
        "inputs": json.loads(inputs.read_text("utf-8")),
        "sections": [{"id": "require", "state": "off"}],
        "revision": 3,
    }
    path = tmp_path / "草稿.json"
    path.write_text(json.dumps(draft, ensure_ascii=False), "utf-8")
    whole = nigao("draft", FIRE, "--inputs", inputs, "-o", "-").out
    part = nigao(
        "draft", FIRE, "--inputs", path, "--set", "单位=望川县石桥镇人民政府", "-o", "-"
    ).out
    assert len(part) < len(whole)
    assert "望川县石桥镇人民政府" in part


def test_a_draft_of_another_template_is_refused(nigao: Nigao, tmp_path: Path) -> None:
    path = tmp_path / "草稿.json"
    path.write_text('{"template": {"id": "annual-plan"}, "inputs": {}}', "utf-8")
    refused = nigao("draft", FIRE, "--inputs", path, "-o", "-")
    assert refused.status == 1
    assert refused.err == (
        "错误：--inputs：这份草稿用的是模板 annual-plan，不是 fire-safety-campaign。"
        "改用 nigao draft annual-plan。\n"
    )


def test_a_missing_required_input_is_printed_and_listed(
    nigao: Nigao, inputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.docx"
    done = nigao("draft", FIRE, "--inputs", inputs, "--set", "单位=", "-o", out)
    assert done.status == 0
    assert "缺少：单位" in done.err
    assert "【待补：单位】" in words(out)


def test_gaps_are_refused_on_request_and_nothing_is_written(
    nigao: Nigao, inputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.docx"
    refused = nigao("draft", FIRE, "--inputs", inputs, "--set", "单位=", "--no-gaps", "-o", out)
    assert refused.status == 1
    assert "缺少必填内容：单位" in refused.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--set", "排查户数=很多"), "排查户数：“很多”不是数字"),
        (("--set", "单位名=某乡"), "没有“单位名”这个要素"),
        (("--set", "起止=去年到今年"), "起止"),
    ],
)
def test_inputs_that_do_not_fit_are_refused_in_one_line(
    nigao: Nigao, inputs: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    out = tmp_path / "a.docx"
    refused = nigao("draft", FIRE, "--inputs", inputs, *arguments, "-o", out)
    assert refused.status == 1
    assert message in refused.err
    assert refused.err.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("written", "place"),
    [("单位: [甲", ":2:1：这里不合 YAML 的写法"), ("- 甲", "：填写内容应当是一组 要素: 内容")],
)
def test_inputs_that_cannot_be_read_are_refused_with_their_file(
    nigao: Nigao, tmp_path: Path, written: str, place: str
) -> None:
    path, out = tmp_path / "填写.yaml", tmp_path / "a.docx"
    path.write_text(f"{written}\n", "utf-8")
    refused = nigao("draft", FIRE, "--inputs", path, "-o", out)
    assert refused.status == 1
    assert f"{path}{place}" in refused.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("没有/a.docx", "文件夹不存在"),
        ("a.xyz", "不会写“.xyz”这种格式"),
        ("a", "不会写“没有扩展名”这种格式"),
        ("文件夹.docx", "这是文件夹，不是文件"),
        ("file/a.docx", "文件夹不存在"),
    ],
)
def test_a_target_that_cannot_be_written_is_refused_before_the_work(
    nigao: Nigao,
    inputs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("文件夹.docx").mkdir()
    Path("file").write_text("x", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    refused = nigao("draft", FIRE, "--inputs", inputs, "-o", "好.docx", "-o", target)
    assert refused.status == 1
    assert message in refused.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_without_the_right_to_write_is_refused(
    nigao: Nigao, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # root may write everywhere, so the system's answer is given here
    monkeypatch.setattr("os.access", lambda *_: False)
    refused = nigao("draft", FIRE, "--inputs", inputs, "-o", tmp_path / "a.docx")
    assert refused.status == 1
    assert f"{tmp_path}：这个文件夹不能写入。换一个文件夹，或开放写入权限。" in refused.err


def test_no_file_is_written_unless_all_formats_can_be_rendered(
    nigao: Nigao, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = layout.write

    def write(document: object, suffix: str, **_: object) -> bytes:
        if suffix == ".pdf":
            raise LayoutError("字体坏了", remedy="重装字体")
        return real(document, suffix)  # type: ignore[arg-type]

    monkeypatch.setattr(layout, "write", write)
    docx, pdf = tmp_path / "a.docx", tmp_path / "a.pdf"
    refused = nigao("draft", FIRE, "--inputs", inputs, "-o", docx, "-o", pdf)
    assert (refused.status, refused.err) == (1, "错误：字体坏了。重装字体。\n")
    assert not docx.exists()
    assert not pdf.exists()


@pytest.mark.parametrize("command", ["draft", "roster", "template", "batch"])
def test_an_unknown_template_is_refused_with_the_nearest(
    nigao: Nigao, tmp_path: Path, command: str
) -> None:
    arguments = {
        "draft": ("fire-safty", "-o", tmp_path / "a.docx"),
        "roster": ("fire-safty", "-o", tmp_path / "a.xlsx"),
        "template": ("fire-safty",),
        "batch": ("fire-safty", "r.xlsx", "-o", tmp_path / "out"),
    }
    refused = nigao(command, *arguments[command])
    assert refused.status == 1
    assert "没有编号为“fire-safty”的模板" in refused.err
    assert FIRE in refused.err


def test_a_file_is_laid_out_afresh(nigao: Nigao, tmp_path: Path) -> None:
    source = tmp_path / "旧.md"
    source.write_text("# 石桥乡防汛工作方案\n\n一、目标\n\n确保安全度汛。\n", "utf-8")
    targets = [tmp_path / name for name in ("新.docx", "新.pdf", "新.odt")]
    options = [part for target in targets for part in ("-o", target)]
    done = nigao("format", source, *options)
    assert done.status == 0
    assert "石桥乡防汛工作方案" in words(targets[0])
    assert all(target.stat().st_size > 1000 for target in targets)


def test_a_file_with_several_documents_is_not_laid_out_as_one(
    nigao: Nigao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.commands.drafting.read_documents", lambda name: (1, 2))
    refused = nigao("format", "范文集.txt", "-o", tmp_path / "新.docx")
    assert refused.status == 1
    assert "范文集.txt：里面有 2 篇文稿" in refused.err


def test_a_roster_is_made_filled_and_turned_into_files(nigao: Nigao, tmp_path: Path) -> None:
    path, out = tmp_path / "数据表.xlsx", tmp_path / "输出"
    assert nigao("roster", FIRE, "-o", path).status == 0
    entry = template.get(FIRE)
    inputs = entry.sample_inputs()
    units = ("望川县石桥街道办事处", "望川县云岭街道办事处")
    rows = [{**inputs, "单位": unit} for unit in units]
    rows[1]["排查户数"] = "九十"
    path.write_bytes(roster.workbook(entry, rows))
    heads = [str(cell.value) for cell in load_workbook(path)["数据表"][1]]
    letter = get_column_letter(heads.index("排查户数（户）") + 1)

    done = nigao("batch", FIRE, path, "-o", out, "--formats", "docx,pdf", "--workers", "1")
    assert done.status == 1
    assert "完成 1 份，失败 1 份" in done.out
    assert f"错误：数据表 第5行{letter}列（排查户数）：“九十”不是数字。改成 90。" in done.err
    made = sorted(path.suffix for path in out.iterdir())
    assert made == [".docx", ".json", ".pdf", ".xlsx"]

    again = nigao("batch", FIRE, path, "-o", out, "--formats", "docx,pdf")
    assert again.status == 1
    assert "里面已经有一批文稿" in again.err


def test_a_roster_has_to_be_a_workbook(nigao: Nigao, tmp_path: Path) -> None:
    refused = nigao("roster", FIRE, "-o", tmp_path / "r.csv")
    assert refused.status == 1
    assert ".xlsx 结尾" in refused.err


def test_a_profile_is_taken_from_a_file_from_the_data_folder_or_by_its_name(
    nigao: Nigao, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGAO_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    own, out = tmp_path / "版式.json", tmp_path / "a.docx"
    own.write_text('{"订口": 40}', "utf-8")

    def left(*options: object) -> int:
        assert nigao("draft", FIRE, "--inputs", inputs, "-o", out, *options).status == 0
        margin = WordFile(str(out)).sections[0].left_margin
        assert margin is not None
        return round(float(margin.mm))

    assert left() == 28
    assert left("--profile", own) == 40
    profile_form.keep(tmp_path / "home", Profile(left=Mm(35)))
    assert left() == 35
    assert left("--profile", "国标") == 28
    assert nigao("format", out, "-o", tmp_path / "b.docx", "--profile", own).status == 0
    own.write_text('{"订口": "宽"}', "utf-8")
    refused = nigao("draft", FIRE, "--inputs", inputs, "-o", out, "--profile", own)
    assert refused.status == 1
    assert "版式.json，订口：“宽”不能用。填 10 到 60 之间的数，单位是毫米" in refused.err


def test_a_draft_calls_the_unit_by_the_short_form_that_is_set(
    nigao: Nigao, own_home: Path, tmp_path: Path
) -> None:
    inputs = tmp_path / "填写.json"
    inputs.write_text(nigao("template", "elder-respect-activity", "--sample").out, "utf-8")
    usual = nigao("draft", "elder-respect-activity", "--inputs", inputs, "-o", "-").out
    assert "槐荫居委" not in usual
    with Library.open(own_home) as library:
        names = Names("青禾县柳溪街道槐荫社区居民委员会", ("槐荫居委",))
        library.unit.save_names(names, library.unit.revision("names"))
    assert "槐荫居委" in nigao("draft", "elder-respect-activity", "--inputs", inputs, "-o", "-").out
