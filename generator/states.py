"""The state of a draft's sections: written from the form, switched off, edited by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpus.document import Block, Document, Figure
from generator.errors import InputError
from generator.fields.findings import did_you_mean

State = Literal["form", "off", "edited"]
STATES: tuple[State, ...] = ("form", "off", "edited")
_SECTION_KEYS = ("id", "state", "variant", "blocks", "source", "figures", "stands", "separate")

FRAME: Mapping[str, str] = {
    "title": "标题",
    "byline": "署名",
    "recipients": "主送",
    "opening": "引言",
    "signoff": "落款",
    "notes": "附注",
    "copies": "抄送",
}
"""Id → label of what stands around the sections; written by hand, it has a state like them."""
ANNEX = "annex-"
"""How the ids of attachments begin that the template does not have; their `variant` may
be `landscape`, `issued`, `separate` or several of them, parted by spaces."""


@dataclass(frozen=True, slots=True)
class SectionState:
    """The state of a section: written from the form, switched off, or edited by hand.

    `blocks` are the hand-written ones, without the section's own heading unless they begin
    with a heading of level 1; `source` says where they were copied from. `figures` are the
    photos printed in the section, whoever writes its text, `stands` their places (see
    `generator.standing`): behind a paragraph, or "" at the end, as where there are fewer.
    `separate` says of an attachment whether it is bound apart 另册, None as the template or its
    `variant` has it.
    """

    id: str
    state: State = "form"
    variant: str | None = None
    blocks: tuple[Block, ...] = ()
    source: Mapping[str, Any] | None = None
    figures: tuple[Figure, ...] = ()
    stands: tuple[str, ...] = ()
    separate: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """The state as plain JSON values."""
        blocks = Document(blocks=self.blocks).to_json()["blocks"]
        figures = Document(blocks=self.figures).to_json()["blocks"]
        return {
            "id": self.id,
            "state": self.state,
            "variant": self.variant,
            "blocks": blocks,
            "source": dict(self.source) if self.source is not None else None,
            **({"figures": figures} if figures else {}),
            **({"stands": list(self.stands)} if figures and any(self.stands) else {}),
            **({"separate": self.separate} if self.separate is not None else {}),
        }

    @classmethod
    def from_json(cls, data: object) -> SectionState:
        """The state that `data` describes. Raises `InputError` or `InvalidDocument`."""
        if not isinstance(data, Mapping) or not isinstance(data.get("id"), str):
            raise InputError("章节状态应当是带 id 的对象", where="sections")
        for key in data:
            if key not in _SECTION_KEYS:
                raise InputError(
                    f"章节状态没有“{key}”这一项",
                    where=f"sections.{data['id']}",
                    remedy=did_you_mean(str(key), _SECTION_KEYS),
                )
        state = data.get("state", "form")
        if state not in STATES:
            raise InputError(
                f"没有“{state}”这种章节状态",
                where=f"sections.{data['id']}",
                remedy=f"可用的有：{'、'.join(STATES)}",
            )
        document = Document.from_json({"blocks": data.get("blocks") or []})
        shown = Document.from_json({"blocks": data.get("figures") or []}).blocks
        source = data.get("source")
        return cls(
            data["id"],
            state,
            data.get("variant") or None,
            document.blocks,
            source if isinstance(source, Mapping) else None,
            tuple(block for block in shown if isinstance(block, Figure)),
            _stands(data),
            _separate(data),
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the `variant` of an attachment says that the template does not have."""
        return tuple((self.variant or "").split()) if self.id.startswith(ANNEX) else ()

    def is_apart(self, usual: bool) -> bool:
        """Whether the attachment is bound apart 另册; `usual` is what it is without being asked."""
        return usual if self.separate is None else self.separate


def _separate(data: Mapping[str, Any]) -> bool | None:
    given = data.get("separate")
    if given is None or isinstance(given, bool):
        return given
    raise InputError(
        "是否另册装订应当是 true 或 false",
        where=f"sections.{data['id']}.separate",
        remedy="去掉这一项，就照模板的",
    )


def _stands(data: Mapping[str, Any]) -> tuple[str, ...]:
    given = data.get("stands") or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise InputError(
            "照片的位置应当是一列文字",
            where=f"sections.{data['id']}.stands",
            remedy="刷新页面后再试",
        )
    return tuple(given)
