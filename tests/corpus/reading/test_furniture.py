"""Lines that belong to a web page are told from lines of a document."""

from __future__ import annotations

import pytest

from corpus.reading import read_text
from corpus.reading.furniture import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 资料 > 方案 >",
        "时间：2031-07-08 09:10:11 某某 方案 我要投稿",
        "2031-07-08方案",
        "网友发表时间 7654321",
        "请欣赏巡河方案（精选5篇），由某某网整理，希望能够帮助到大家。",
        "以下是小编为大家整理的方案，仅供参考，一起来看看吧。",
        "希望对大家有帮助。",
        "推荐度：",
        "点击下载文档",
        "搜索文档",
        "将本文的word文档下载到电脑，方便收藏和打印",
        "上一篇：甲方案 下一篇：乙方案",
        "相关推荐",
        "大家都在看",
        "https://a.example/b",
        "范文大全 > 社区方案",
        "（责任编辑：某某）",
        "发布时间：2031-07-08",
        "【本文地址：https://a.example/c】",
        "本文由某某网整理发布，转载请注明。",
        "巡河方案范文（通用12篇）",
        "为了做好工作，要写好方案。那么应该怎么写方案呢？下面为大家带来范文。",
        "以下是为大家整理的关于巡河的方案，希望对您有所帮助！",
        "下面是整理的范文，仅供参考。",
    ],
)
def test_web_furniture_is_recognised(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "时间：2026年3月5日上午9时",
        "一、工作目标",
        "1.希望各社区对大家有帮助的事项多办快办。",
        "办公室每月将进展情况提供领导参考。",
        "各网格员要帮助大家解决实际困难，做到件件有回音。",
        "为推动工作开展，特制定本方案。",
        "青禾县消防整治实施方案",
        "2026年3月5日",
        "作者：周某某（青禾县柳溪街道办事处）",
        "形成专题报告，为领导决策提供参考。",
        "东湾社区先行先试，经验可供借鉴。",
        "以上建议，仅供参考。",
        "工作中的不足，欢迎大家多提意见。",
        "希望大家互相帮助，共建家园。",
        "社区为大家准备了雨具。",
        "本文由三部分组成，先谈现状。",
        "时间：2026-03-05 09:00",
        "2026-03-05召开动员会",
        "今后怎样制定规则？要问计于民。",
        "水位>2.5米时停止作业",
    ],
)
def test_lines_of_documents_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_links_below_a_list_of_related_pages_are_left_out() -> None:
    text = (
        "为做好整治工作，特制定本方案。\n一、目标\n完成整治，长效管理。\n"
        "【整治方案】相关文章：\n社区整治方案（精选20篇）03-16\n乡镇整治工作汇报11-23"
    )
    (document,) = read_text(text)
    assert document.source is not None
    assert document.source.lines == (1, 3)
