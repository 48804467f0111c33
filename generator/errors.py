"""What `generator` raises."""

from __future__ import annotations

from corpus.errors import Problem


class GeneratorError(Problem):
    """Root of everything that `generator` raises."""

    code = "generator"


class TemplateError(GeneratorError):
    """A template that cannot be loaded or composed; `where` is `file:line:column`."""

    code = "template"


class UnknownTemplate(GeneratorError):
    """No template has this id."""

    code = "unknown-template"


class InputError(GeneratorError):
    """Inputs that do not fit the template's fields; `where` names the field."""

    code = "input"


class IncompleteInputs(GeneratorError):
    """Required fields without a value where gaps are refused."""

    code = "incomplete-inputs"


class LayoutError(GeneratorError):
    """A document that cannot be laid out: an unknown format, a missing face, a broken picture."""

    code = "layout"


class OutputError(GeneratorError):
    """A file or folder that cannot be written."""

    code = "output"


class RosterError(GeneratorError):
    """A roster that cannot be read at all; wrong cells are findings, not errors."""

    code = "roster"


class BatchHalted(GeneratorError):
    """What no row of a batch would get past: a full disk, no Chinese font. The batch is paused."""

    code = "batch-halted"
    halts = True
