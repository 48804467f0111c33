"""Calling 称呼: the short forms that a unit has set for itself and others, put into inputs."""

from __future__ import annotations

from collections.abc import Mapping

from generator.fields import Field, Raw
from generator.fields.parties import OrgField


def called(
    fields: Mapping[str, Field], inputs: Mapping[str, Raw], short_forms: Mapping[str, str]
) -> dict[str, Raw]:
    """`inputs` in which each organisation of `short_forms` (full name → short form) carries it.

    Only what was typed as the full name alone is changed: a short form of one's own stays.
    """
    return {
        name: {"全称": full, "简称": short_forms[full]}
        if isinstance(fields.get(name), OrgField) and (full := str(raw).strip()) in short_forms
        else raw
        for name, raw in inputs.items()
    }
