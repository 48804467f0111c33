"""The Jinja environment of templates: values as tokens, few names, everything bounded."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from typing import Any, NoReturn

from jinja2 import (
    BaseLoader,
    Environment,
    TemplateRuntimeError,
    Undefined,
    nodes,
    pass_context,
    pass_environment,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from generator import filters
from generator.fields.findings import did_you_mean
from generator.fields.tallies import Tally, computed
from generator.fields.values import LongText, Missing, Money, Number, Percent, Record, Text, Value
from generator.tokens import SINK

LARGEST_NUMBER = Decimal(10) ** 18
LONGEST_OUTPUT = 2_000_000  # characters
LONGEST_RANGE = 1000


class Refused(TemplateRuntimeError):
    """Something that templates may not do; the message is for whoever writes the template."""


_PRINTABLE = (str, int, Decimal, Missing, tuple)
_PRINTED_AS_THEY_ARE = frozenset({str, int, Text, LongText, Missing, Number, Percent, Money, Tally})


@pass_context
def finalize(context: Context, value: object) -> Markup:
    """What a printed expression becomes: markup of macros as it is, any value as its token."""
    if isinstance(value, Markup):
        return value
    if type(value) in _PRINTED_AS_THEY_ARE:
        return SINK.get().put(value)
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is undefined
    if value is None:
        return Markup()
    if isinstance(value, bool):
        value = "是" if value else "否"
    elif type(value) in (Decimal, float):
        value = Number(str(value))
    elif isinstance(value, list):
        value = filters.listing(value)
    elif type(value) is tuple:
        value = filters.listing(value, "、")
    elif isinstance(value, Value):
        value = value.printed()
    elif not isinstance(value, _PRINTABLE):
        raise Refused("这里写的不是可以印出的内容")
    return SINK.get().put(value)


class Unknown(Undefined):
    """A name, part or entry that does not exist: any use of it is an error."""

    def _fail(self) -> NoReturn:
        raise Refused(self._undefined_message)

    def _fail_with(self, *_: object) -> NoReturn:
        self._fail()

    __iter__ = __str__ = __len__ = __bool__ = __contains__ = _fail_with
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _fail_with
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _fail_with
    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __call__ = _fail_with
    __getitem__ = __neg__ = __pos__ = __int__ = __float__ = _fail_with


_OF_LOOPS = frozenset({
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
    "previtem", "nextitem", "cycle", "changed",
})  # fmt: skip
_TAIL = re.compile(r"^(.*[^+-])%\}(?=[ \t]*$)", re.MULTILINE)
_TAG = re.compile(r"\{%.*?%\}")


def _kept_break(match: re.Match[str]) -> str:
    return f"{match[1]}+%}}" if _TAG.sub("", match[0]).strip() else match[0]


class _Generator(CodeGenerator):
    """Compiles `~` so that texts typed by people stay values even beside markup, and what is
    printed without escaping it once more: `finalize` gives nothing but markup."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.concatenate((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """Immutable, with autoescape, only our names and filters, and limits on every growth."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset({"-", "+"})

    def __init__(self, loader: BaseLoader | None = None) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            finalize=finalize,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=0,
        )
        kept = {name: self.filters[name] for name in filters.BUILTIN}
        kept |= {name: _keeping_trace(kept[name]) for name in ("round", "abs", "int")}
        kept |= {name: _or_missing(kept[name]) for name in ("first", "last")}
        self.filters = {name: _through_missing(kept[name]) for name in kept}
        self.filters |= {
            name: function if name in filters.TAKES_MISSING else _through_missing(function)
            for name, function in filters.FILTERS.items()
        }
        self.tests = {name: self.tests[name] for name in filters.TESTS} | {
            "missing": lambda value: isinstance(value, Missing),
            "given": lambda value: not isinstance(value, Missing),
        }
        self.globals = {"range": _range, "namespace": Namespace}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """`source` so that only tags alone on their line take the line break with them.

        Jinja's `trim_blocks` would glue the next block to a line that ends in `{% endif %}`.
        """
        return _TAIL.sub(_kept_break, super().preprocess(source, name, filename))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The part `attribute` of a value; nothing else of a value can be reached."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(obj, Record):
            if attribute in obj.names:
                return obj.part(attribute)
            if attribute in obj.PARTS:
                return getattr(obj, attribute)
            return self._no_part(obj, attribute, obj.names)
        if isinstance(obj, Value):
            if attribute in obj.PARTS:
                return getattr(obj, attribute)
            return self._no_part(obj, attribute, sorted(obj.PARTS))
        if isinstance(obj, LoopContext) and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
        if isinstance(obj, Namespace) and not attribute.startswith("_"):
            return super().getattr(obj, attribute)
        if isinstance(obj, Undefined):
            str(obj)
        return self._no_part(obj, attribute, ())

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The entry of a list, or the part of a value by its name."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, tuple | list) and isinstance(argument, int | slice):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(f"列表里没有第 {int(argument) + 1} 项")  # type: ignore[arg-type]
        return self._no_part(obj, str(argument), ())

    def _no_part(self, obj: object, attribute: str, parts: Any) -> Undefined:
        hint = did_you_mean(attribute, parts)
        return self.undefined(f"没有“{attribute}”这一项" + (f"，{hint}" if hint else ""), obj=obj)

    def call(self, context: Context, function: Any, /, *args: Any, **named: Any) -> Any:
        """What a call gives; that of a macro, which is always safe, without asking."""
        if type(function) is not Macro:
            return super().call(context, function, *args, **named)
        for own in ("_loop_vars", "_block_vars"):  # for functions that take the context
            named.pop(own, None)
        return function(context.eval_ctx, *args, **named)

    def concatenate(self, parts: tuple[object, ...]) -> object:
        """The parts of `~` in one: markup where a part is markup, else a text or a gap."""
        if any(isinstance(part, Markup) for part in parts):
            joined = Markup("".join(finalize(None, part) for part in parts))  # type: ignore[arg-type]
        else:
            for part in parts:
                if isinstance(part, Missing):
                    return part
                if isinstance(part, Undefined):
                    str(part)
            joined = Text("".join(map(str, parts)))  # type: ignore[assignment]
        if len(joined) > LONGEST_OUTPUT:
            raise Refused("拼出的文字太长")
        return joined

    def call_binop(self, context: Context, operator_: str, left: Any, right: Any) -> Any:
        """Arithmetic over numbers of bounded size; a missing operand leaves the result missing."""
        for operand in (left, right):
            if isinstance(operand, Missing):
                return operand
            if isinstance(operand, Undefined):
                str(operand)
        if operator_ == "+" and isinstance(left, str) and isinstance(right, str):
            return self.concatenate((left, right))
        return traced(_arithmetic(operator_, left, right), operator_, left, right)

    def call_unop(self, context: Context, operator_: str, arg: Any) -> Any:
        """`-x` and `+x` of a number."""
        return _arithmetic("-", 0, arg) if operator_ == "-" else arg


_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}


def _arithmetic(sign: str, left: object, right: object) -> object:
    if sign not in _OPERATORS:
        raise Refused(f"模板里不能用 {sign} 运算")
    if isinstance(left, Value) and isinstance(right, Value) and sign == "-":
        days = getattr(left, "day", None), getattr(right, "day", None)
        if days[0] and days[1]:
            return (days[0] - days[1]).days
    for operand in (left, right):
        if isinstance(operand, bool) or not isinstance(operand, int | float | Decimal):
            raise Refused(f"“{sign}”的两边应当是数字")
    a, b = (Decimal(str(x)) if isinstance(x, float) else x for x in (left, right))
    if b == 0 and sign in ("/", "//", "%"):
        return Missing("商")  # as a share of nought: the sentence goes
    try:
        whole = isinstance(a, int) and isinstance(b, int) and sign != "/"
        result = _OPERATORS[sign](a, b) if whole else _OPERATORS[sign](Decimal(a), Decimal(b))  # type: ignore[arg-type]
    except DecimalException:
        raise Refused("算出的数字太大") from None
    if abs(result) > LARGEST_NUMBER:
        raise Refused("算出的数字太大")
    if isinstance(result, int):
        return result
    if isinstance(left, Money) and sign in "+-" and isinstance(right, Money):
        return Money(result, left.unit)
    if isinstance(left, Money) and sign in "*/" and not isinstance(right, Money):
        return Money(result, left.unit)
    if isinstance(left, Percent) and isinstance(right, Percent) and sign in "+-":
        return Percent(result)
    return Number(round(result, 6).normalize())


def traced(result: object, sign: str, left: object, right: object) -> object:
    """`result` of `left sign right` with the cells that its operands come from, if any do."""
    trace = computed(sign, left, right)
    if trace is None or not isinstance(result, int | Decimal):
        return result
    both = all(isinstance(x, Percent) or getattr(x, "percent", False) for x in (left, right))
    return Tally(result, trace, percent=both and sign in "+-")


def _keeping_trace(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` of a number whose result comes from the same cells."""

    def keeping(value: Any, *args: Any, **named: Any) -> Any:
        result = function(value, *args, **named)
        if isinstance(value, Tally) and isinstance(result, int | Decimal):
            return Tally(result, value.trace, percent=value.percent)
        return result

    return keeping


def _or_missing(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` as a filter that gives an optional `Missing` where a list is empty."""

    @pass_environment
    def found(environment: Environment, value: Any) -> Any:
        result = function(environment, value)
        return Missing("第一项") if isinstance(result, Undefined) else result

    return found


def _range(*bounds: int) -> range:
    numbers = range(*(int(bound) for bound in bounds))
    if len(numbers) > LONGEST_RANGE:
        raise Refused(f"range 至多 {LONGEST_RANGE} 次")
    return numbers


def _through_missing(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` as a filter that a missing first operand passes through untouched."""
    passes = getattr(function, "jinja_pass_arg", None)
    position = 0 if passes is None else 1

    def passing(*args: Any, **named: Any) -> Any:
        value = args[position]
        if isinstance(value, Missing):
            return value
        if isinstance(value, Undefined):
            str(value)
        return function(*args, **named)

    if passes is not None:
        passing.jinja_pass_arg = passes  # type: ignore[attr-defined]
    return passing


__all__ = ["LONGEST_OUTPUT", "LongText", "Refused", "Sandbox"]
