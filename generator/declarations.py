"""The fields that a template's front matter declares."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.errors import TemplateError
from generator.fields import FIELD_TYPES, Field, Wrong, did_you_mean
from generator.fields.returns import ReturnsField
from generator.frontmatter import Path, Yaml
from generator.inputs import read_values

_SETTINGS = (
    "type", "required", "unit", "example", "help", "min", "max", "options", "columns",
    "if", "default", "within", "group", "last", "kind",
)  # fmt: skip
_OWN = ("group", "last", "kind")
"""Settings of single field types, under the name of the type's own attribute."""
_ALWAYS = {"type", "required", "unit", "example", "help", "if", "default"}
_LONGEST_NAME = 12
JINJA_WORDS = frozenset({
    "and", "as", "block", "break", "call", "caller", "continue", "do", "elif", "else", "endblock",
    "endcall", "endfilter", "endfor", "endif", "endmacro", "endraw", "endset", "extends", "false",
    "filter", "for", "from", "if", "import", "in", "include", "is", "loop", "macro", "none", "not",
    "or", "raw", "recursive", "self", "set", "super", "true", "varargs", "kwargs", "with",
    "without", "None", "True", "False",
})  # fmt: skip
_COLUMN_TYPES = {
    "text", "long-text", "integer", "decimal", "percent", "money", "date", "month", "year",
    "choice", "org", "phone",
}  # fmt: skip


def declare_fields(front: Yaml, name: str) -> dict[str, Field]:
    """The fields under `fields` in order, by name.

    Raises `TemplateError` with the place for a name, type or setting that does not fit.
    """
    declared = front.value.get("fields")
    if not isinstance(declared, Mapping) or not declared:
        raise TemplateError(
            "没有声明要素",
            where=front.where(name, "fields"),
            remedy="在 fields: 下写 名称: {type: text}",
        )
    fields = {
        key: _declare(key, settings, front, name, ("fields", key))
        for key, settings in declared.items()
    }
    fields |= {key: _of_last_period(field, fields, front, name) for key, field in fields.items()}
    return fields


def _of_last_period(field: Field, fields: Mapping[str, Field], front: Yaml, name: str) -> Field:
    """`field` with the columns of the one that it is last period's of."""
    if not isinstance(field, ReturnsField) or not field.last:
        return field
    own = fields.get(field.last)
    if not isinstance(own, ReturnsField) or own.last:
        known = [n for n, f in fields.items() if isinstance(f, ReturnsField) and not f.last]
        raise TemplateError(
            f"“{field.last}”不是本期的填报数据",
            where=front.where(name, "fields", field.name, "last"),
            remedy=did_you_mean(field.last, known),
        )
    return replace(field, columns_=own.columns_, group=own.group)


def _declare(key: str, settings: Any, front: Yaml, name: str, path: Path) -> Field:
    where = front.where(name, *path)
    check_name(key, where)
    if isinstance(settings, str) and settings:
        settings = {"type": settings}
    if not isinstance(settings, Mapping) or not isinstance(settings.get("type"), str):
        raise TemplateError(f"要素“{key}”没有类型", where=where, remedy="写成 {type: text}")
    cls = FIELD_TYPES.get(settings["type"])
    if cls is None:
        raise TemplateError(
            f"没有“{settings['type']}”这个要素类型",
            where=front.where(name, *path, "type"),
            remedy=did_you_mean(settings["type"], FIELD_TYPES),
        )
    allowed = _ALWAYS | cls.SETTINGS
    for setting in settings:
        if setting not in allowed:
            raise TemplateError(
                f"{cls.LABEL}要素不用“{setting}”",
                where=front.where(name, *path, setting),
                remedy=did_you_mean(setting, [s for s in _SETTINGS if s in allowed]),
            )
    field = cls(
        name=key,
        required=_flag(settings.get("required", "false"), front.where(name, *path, "required")),
        unit=_text(settings, "unit", front, name, path),
        example=settings.get("example"),
        help=_text(settings, "help", front, name, path),
        min=settings.get("min"),
        max=settings.get("max"),
        options=_options(settings.get("options", []), front.where(name, *path, "options")),
        columns_=_columns(settings.get("columns", []), front, name, (*path, "columns")),
        condition=_text(settings, "if", front, name, path),
        default=_text(settings, "default", front, name, path),
        within_period=_text(settings, "within", front, name, path),
        **{own: _text(settings, own, front, name, path) for own in _OWN if own in settings},
    )
    try:
        field.check()
    except Wrong as wrong:
        raise TemplateError(
            f"要素“{key}”：{wrong.message}", where=where, remedy=wrong.remedy
        ) from None
    return field


def check_name(name: str, where: str) -> None:
    """Raise `TemplateError` where `name` cannot be a field's: DESIGN §3."""
    reason = ""
    if name != unicodedata.normalize("NFKC", name):
        reason = "含有全角字母、数字或异体字符"
    elif not name.isidentifier():
        reason = "只能由汉字、字母、数字和下划线组成，且不以数字开头"
    elif len(name) > _LONGEST_NAME:
        reason = f"有 {len(name)} 个字，最多 {_LONGEST_NAME} 个"
    elif name in JINJA_WORDS:
        reason = "是模板语言的保留字"
    if reason:
        raise TemplateError(f"要素名“{name}”{reason}", where=where, remedy="换一个名称")


def _flag(text: object, where: str) -> bool:
    if text not in ("true", "false"):
        raise TemplateError("required 只能是 true 或 false", where=where)
    return text == "true"


def _text(settings: Mapping[str, Any], key: str, front: Yaml, name: str, path: Path) -> str:
    value = settings.get(key, "")
    if not isinstance(value, str):
        raise TemplateError(f"{key} 应当是一段文字", where=front.where(name, *path, key))
    return value


def _options(options: object, where: str) -> tuple[str, ...]:
    if not isinstance(options, list) or not all(isinstance(o, str) and o for o in options):
        raise TemplateError("options 应当是一列文字", where=where, remedy="写成 options: [甲, 乙]")
    return tuple(options)


def _columns(columns: object, front: Yaml, name: str, path: Path) -> tuple[Field, ...]:
    if not isinstance(columns, list):
        raise TemplateError(
            "columns 应当是一列要素",
            where=front.where(name, *path),
            remedy="写成 columns: [{name: 社区, type: text}]",
        )
    result: list[Field] = []
    for n, column in enumerate(columns):
        where = front.where(name, *path, n)
        if not isinstance(column, Mapping) or not isinstance(column.get("name"), str):
            raise TemplateError("列没有名称", where=where, remedy="写成 {name: 社区, type: text}")
        settings = {k: v for k, v in column.items() if k != "name"} | {
            "type": column.get("type", "text")
        }
        if settings["type"] not in _COLUMN_TYPES:
            raise TemplateError(
                f"列不能是“{settings['type']}”类型",
                where=where,
                remedy=did_you_mean(str(settings["type"]), sorted(_COLUMN_TYPES)),
            )
        for setting in ("if", "default", "within"):
            if setting in column:
                raise TemplateError(
                    f"表格的列不能写 {setting}",
                    where=front.where(name, *path, n, setting),
                    remedy="写在表格要素上",
                )
        if any(column["name"] == other.name for other in result):
            raise TemplateError(f"列“{column['name']}”写了两次", where=where, remedy="换一个名称")
        result.append(_declare(column["name"], settings, front, name, (*path, n)))
    return tuple(result)


def check_examples(fields: Mapping[str, Field], front: Yaml, name: str) -> None:
    """Raise `TemplateError` with the place for an example that its own type refuses."""
    for field in fields.values():
        for n, column in enumerate(field.columns_):
            for wrong in column.parse(column.example)[1]:
                if wrong.severity == "error":
                    raise TemplateError(
                        f"列“{column.name}”的示例不合自己的类型：{wrong.message}",
                        where=front.where(name, "fields", field.name, "columns", n, "example"),
                        remedy=wrong.remedy,
                    )
    examples = {field.name: field.example for field in fields.values()}
    for finding in read_values(fields, examples).findings:
        if finding.severity == "error":
            raise TemplateError(
                f"要素“{finding.field}”的示例不合自己的类型：{finding.where}{finding.message}",
                where=front.where(name, "fields", finding.field, "example"),
                remedy=finding.remedy,
            )
