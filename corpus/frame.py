"""The frame 版头、附件、落款、版记: what stands around a document's blocks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.blocks import Block

UNNAMED = "（签名章）"
"""Stands behind the post of a signer whose name only the stamp says."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The masthead 版头 (GB/T 9704-2012 7.2); `with_document` adds 文件 to the issuers' mark.

    Of an order 命令 the `doc_number` is its 令号, such as 第3号.
    """

    copy_number: str | None = None
    urgency: str | None = None
    issuers: tuple[str, ...] = ()
    with_document: bool = True
    doc_number: str | None = None
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment 附件: a title and blocks of its own.

    An `issued` one is the text that a notice issues 印发: it opens a page without the label 附件.
    A `separate` one is bound apart from the document, whose 发文字号 it therefore says again
    (GB/T 9704-2012 7.3.7).
    """

    title: str = ""
    landscape: bool = False
    blocks: tuple[Block, ...] = ()
    issued: bool = False
    separate: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there 出席、请假、列席 (GB/T 9704-2012 10.3)."""

    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """The sign-off 落款: issuers, date (ISO, or as given while it is a gap), room for a seal.

    `signers` are those whose stamps 签名章 stand in place of a seal (GB/T 9704-2012 7.3.5.3), the
    lead body's first: 职务　姓名, or 职务（签名章） where only the stamp says the name.
    """

    issuers: tuple[str, ...] = ()
    date: str | None = None
    seal: bool = False
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint 版记: printing body and date (GB/T 9704-2012 7.4)."""

    issuer: str = ""
    date: str | None = None


def attachment_numbers(attachments: Iterable[Attachment]) -> tuple[str | None, ...]:
    """What stands after 附件 for each: "" for the only one, else 1, 2 …; None for an issued one."""
    labelled = [not attachment.issued for attachment in attachments]
    if sum(labelled) == 1:
        return tuple("" if one else None for one in labelled)
    count = itertools.count(1)
    return tuple(str(next(count)) if one else None for one in labelled)


def order_mark(issuers: Iterable[str], title: str) -> str:
    """The mark of an order: its bodies with 令, or with 命令 where the title says so (10.2)."""
    names = "、".join(name for name in issuers if name)
    if not names or names.endswith("令"):
        return names
    return names + ("命令" if title.endswith("命令") else "令")


def post_and_name(signer: str) -> tuple[str, str]:
    """The post and the name of one of `SignOff.signers`; "" where only the stamp says the name."""
    if signer.endswith(UNNAMED):
        return signer.removesuffix(UNNAMED).strip(), ""
    post, _, name = signer.strip().rpartition("\u3000")
    return (post.strip(), name) if post else (name, "")
