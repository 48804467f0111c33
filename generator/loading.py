"""A template's text made into a `Template`: front matter, fields, sections, sign-off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from corpus.genres import GENRES
from generator.compiled import Piece
from generator.declarations import check_examples, declare_fields
from generator.errors import TemplateError
from generator.fields import Field, did_you_mean
from generator.frontmatter import Yaml, read_yaml
from generator.logic import Logic, read_logic
from generator.paper import PAPER_KEYS, Paper, read_paper
from generator.sections import Cut, cut

_KEYS = (
    "id", "title", "genre", "topics", "used_by", "summary", "fields", "checks", "recipients",
    "signoff", *PAPER_KEYS,
)  # fmt: skip
_LONGEST = 400_000


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a section: its name ("" where there is only one) and its text."""

    name: str
    heading: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Section:
    """A section 章节, or an attachment. `condition` names the field without which it goes.

    `optional` sections may be switched off in a draft; `variants` are never empty, the first
    one is written unless the draft chooses another. `words` is the guide of how many characters
    the section should have. An `issued` attachment is the text that a notice issues 印发, a
    `separate` one is bound apart from the document.
    """

    id: str
    role: str | None
    heading: str
    optional: bool
    condition: str | None
    variants: tuple[Variant, ...]
    attachment: bool = False
    landscape: bool = False
    issued: bool = False
    separate: bool = False
    words: tuple[int, int] | None = None
    line: int = 1

    @property
    def guide(self) -> str:
        """The guide of length as `200—400字`, or ""."""
        return f"{self.words[0]}—{self.words[1]}字" if self.words else ""

    def variant(self, name: str | None) -> Variant:
        """The variant `name`, or the first one."""
        return next((v for v in self.variants if v.name == name), self.variants[0])

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the section reads, in no order."""
        used = frozenset().union(*(variant.piece.used for variant in self.variants))
        return tuple(sorted(used | ({self.condition} if self.condition else set())))


@dataclass(frozen=True, slots=True)
class SignOffPieces:
    """The sign-off as templates of its parts; `signers` are those whose stamps 签名章 sign."""

    issuers: tuple[Piece, ...]
    date: Piece | None
    signers: tuple[Piece, ...] = ()

    @property
    def all(self) -> tuple[Piece, ...]:
        """Every part in the order of the page."""
        return (*self.issuers, *self.signers, *((self.date,) if self.date else ()))


@dataclass(frozen=True)
class Template:
    """A plan template, loaded and checked. `sections` excludes the attachments."""

    id: str
    title: str
    genre: str
    topics: tuple[str, ...]
    used_by: tuple[str, ...]
    summary: str
    fields: Mapping[str, Field]
    sections: tuple[Section, ...]
    attachments: tuple[Section, ...]
    text: str
    sha256: str
    name: str
    title_piece: Piece
    opening: Piece | None
    recipients: tuple[Piece, ...]
    signoff: SignOffPieces | None
    logic: Logic
    paper: Paper

    def sample_inputs(self) -> dict[str, Any]:
        """The examples of the fields as inputs: strings, lists and mappings, ready for JSON."""
        return {
            field.name: field.example
            for field in self.fields.values()
            if field.example not in (None, "", [], {})
        }

    def schema(self) -> dict[str, Any]:
        """The inputs as JSON Schema; which fields are required only decides about gaps."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title,
            "description": self.summary,
            "type": "object",
            "properties": {name: field.describe() for name, field in self.fields.items()},
            "required": [name for name, field in self.fields.items() if field.needed],
            "additionalProperties": False,
        }

    def describe(self) -> dict[str, Any]:
        """The entry of the list of templates (DESIGN §4)."""
        return {
            "id": self.id,
            "title": self.title,
            "genre": self.genre,
            "topics": list(self.topics),
            "used_by": list(self.used_by),
            "summary": self.summary,
        }

    def all_sections(self) -> tuple[Section, ...]:
        """The sections, then the attachments."""
        return self.sections + self.attachments

    def pieces(self) -> list[Piece]:
        """Every piece of the template, in the order in which they stand in the file."""
        signed = self.signoff
        found = [self.title_piece, *self.recipients, *self.logic.pieces, *self.paper.pieces]
        found += [self.opening] if self.opening else []
        found += signed.all if signed else ()
        found += [v.piece for section in self.all_sections() for v in section.variants]
        return sorted(found, key=lambda piece: piece.line)


def load(text: str, name: str) -> Template:
    """The template that `text` describes, every piece and example of it tried.

    `name` is the file's name in messages. Raises `TemplateError` whose `where` is
    file:line:column.
    """
    template, front = _read(text, name)
    check_examples(template.fields, front, name)
    for piece in template.pieces():
        piece.check()
    return template


def read(text: str, name: str) -> Template:
    """The template that `text`, which was loaded before without an error, describes.

    As `load`, but pieces are parsed when they are used, and examples are not read: so all the
    templates that come with the program, which its tests load, are there in no time.
    """
    return _read(text, name)[0]


def places_of(text: str, name: str) -> Mapping[str, str]:
    """Where each field of the template in `text` is declared, as file:line:column."""
    template, front = _read(text, name)
    return {field: front.where(name, "fields", field) for field in template.fields}


def _read(text: str, name: str) -> tuple[Template, Yaml]:
    """The template in `text` with its pieces untried, and its front matter."""
    if len(text) > _LONGEST:
        raise TemplateError(f"模板超过 {_LONGEST} 字", where=f"{name}:1:1", remedy="分成几个模板")
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, body, body_line = _split(source, name)
    front = read_yaml(head, name, first_line=2)
    _check_keys(front, name)
    fields = declare_fields(front, name)
    pieces = cut(body, name, body_line)
    names = frozenset(fields)
    sections = _sections(pieces, names, name)
    opening = next((piece for piece in pieces if piece.kind == "opening"), None)
    title = pieces[0]
    template = Template(
        id=_text(front, name, "id"),
        title=_text(front, name, "title"),
        genre=_genre(front, name),
        topics=_texts(front, name, "topics"),
        used_by=_texts(front, name, "used_by"),
        summary=_text(front, name, "summary", optional=True),
        fields=MappingProxyType(fields),
        sections=tuple(s for s in sections if not s.attachment),
        attachments=tuple(s for s in sections if s.attachment),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        name=name,
        title_piece=Piece(title.source, name, title.line, names),
        opening=Piece(opening.source, name, opening.line, names) if opening else None,
        recipients=tuple(
            Piece(t, name, front.places.get(("recipients",), (1, 1))[0], names)
            for t in _texts(front, name, "recipients")
        ),
        signoff=_signoff(front, name, names),
        logic=read_logic(fields, front, name),
        paper=read_paper(front, name, names),
    )
    return template, front


def _split(source: str, name: str) -> tuple[str, str, int]:
    """Front matter, body, and the line at which the body starts."""
    lines = source.split("\n")
    if lines[0].rstrip() != "---":
        raise TemplateError(
            "没有文件头", where=f"{name}:1:1", remedy="第一行写 ---，再写 id、title、fields"
        )
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise TemplateError("文件头没有结束", where=f"{name}:1:1", remedy="在文件头后面单写一行 ---")


def _check_keys(front: Yaml, name: str) -> None:
    if not isinstance(front.value, Mapping):
        raise TemplateError("文件头应当是一组 名称: 内容", where=f"{name}:2:1")
    for key in front.value:
        if key not in _KEYS:
            raise TemplateError(
                f"文件头里没有“{key}”这一项",
                where=front.where(name, key),
                remedy=did_you_mean(key, _KEYS),
            )


def _text(front: Yaml, name: str, key: str, *, optional: bool = False) -> str:
    value = front.value.get(key, "")
    if not isinstance(value, str) or not (value.strip() or optional):
        raise TemplateError(
            f"文件头缺少 {key}", where=front.where(name, key), remedy=f"写上 {key}: 内容"
        )
    return value.strip()


def _texts(front: Yaml, name: str, key: str) -> tuple[str, ...]:
    value = front.value.get(key, [])
    entries = [value] if isinstance(value, str) and value else value or []
    if not isinstance(entries, list) or not all(isinstance(e, str) for e in entries):
        raise TemplateError(
            f"{key} 应当是一列文字", where=front.where(name, key), remedy=f"写成 {key}: [甲, 乙]"
        )
    return tuple(entries)


def _genre(front: Yaml, name: str) -> str:
    genre = _text(front, name, "genre")
    if genre not in GENRES:
        raise TemplateError(
            f"没有“{genre}”这个文种",
            where=front.where(name, "genre"),
            remedy=did_you_mean(genre, GENRES),
        )
    return genre


def _signoff(front: Yaml, name: str, names: frozenset[str]) -> SignOffPieces | None:
    given = front.value.get("signoff")
    if not given:
        return None
    if not isinstance(given, Mapping) or set(given) - {"issuer", "signer", "date"}:
        raise TemplateError(
            "落款只有 issuer、signer 和 date 三项",
            where=front.where(name, "signoff"),
            remedy='写成 signoff: {issuer: "{{ 单位 }}", date: "{{ 成文日期 }}"}',
        )
    line = front.places.get(("signoff",), (1, 1))[0]

    def piece(text: Any) -> Piece:
        if not isinstance(text, str):
            raise TemplateError("落款应当是文字", where=front.where(name, "signoff"))
        return Piece(text, name, line, names)

    def listed(key: str) -> tuple[Piece, ...]:
        texts = given.get(key, [])
        return tuple(piece(text) for text in (texts if isinstance(texts, list) else [texts]))

    return SignOffPieces(
        listed("issuer"), piece(given["date"]) if "date" in given else None, listed("signer")
    )


def _sections(pieces: Iterable[Cut], names: frozenset[str], name: str) -> list[Section]:
    result: dict[str, Section] = {}
    for part in pieces:
        if part.kind not in ("section", "attachment"):
            continue
        if part.condition is not None and part.condition not in names:
            raise TemplateError(
                f"没有声明“{part.condition}”",
                where=f"{name}:{part.line}:1",
                remedy=did_you_mean(part.condition, sorted(names)),
            )
        piece = Piece(part.source, name, part.line, names)
        variant = Variant(part.variant or "", part.heading, piece)
        if (first := result.get(part.id)) is not None:
            if any(v.name == variant.name for v in first.variants):
                raise TemplateError(
                    f"写法“{variant.name}”用了两次",
                    where=f"{name}:{part.line}:1",
                    remedy="换一个名称",
                )
            variants = (*first.variants, variant)
            optional = first.optional or part.optional
        else:
            variants, optional = (variant,), part.optional
        result[part.id] = Section(
            part.id,
            first.role if first else part.role,
            first.heading if first else part.heading,
            optional,
            part.condition,
            variants,
            part.kind == "attachment",
            part.landscape,
            part.issued,
            part.separate,
            first.words if first and first.words else part.words,
            first.line if first else part.line,
        )
    return list(result.values())
