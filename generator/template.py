"""Templates 模板: load one, check one, list the shipped ones. The only door to `templates/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from corpus.genres import GENRES
from generator.blank import blanks
from generator.compiled import templates_folder
from generator.errors import TemplateError, UnknownTemplate
from generator.fields import did_you_mean
from generator.isolation import check_untrusted as check
from generator.loading import Section, Template, Variant, load, read


@cache
def shipped() -> Mapping[str, Template]:
    """The templates that come with the program, by id, in the order of the genre table."""
    folder = templates_folder()
    found: dict[str, Template] = {}
    for path in sorted(folder.rglob("*.md")):
        if path.parent.name != "shared":
            template = read(path.read_text("utf-8"), path.name)
            if template.id in found:
                raise TemplateError(f"模板编号“{template.id}”用了两次", where=f"{path.name}:2:1")
            found[template.id] = template
    order = list(GENRES)
    ranked = sorted(found.values(), key=lambda t: (order.index(t.genre), t.id))
    return MappingProxyType({template.id: template for template in ranked})


def get(id: str) -> Template:
    """The shipped or blank template `id`. Raises `UnknownTemplate`, naming the nearest one."""
    found = blanks().get(id) if id.startswith("blank-") else shipped().get(id)
    if found is None:
        known = [*shipped(), *blanks()]
        raise UnknownTemplate(
            f"没有编号为“{id}”的模板", remedy=did_you_mean(id, known) or "先看模板列表"
        )
    return found


__all__ = ["Section", "Template", "Variant", "blanks", "check", "get", "load", "shipped"]
