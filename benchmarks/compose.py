"""How long templates take: load, compose, roll up. Run as `python -m benchmarks.compose`.

Budgets on 2 cores, medians of processor time: all templates 0.5 s in a fresh process, each of them
composed to a document 3 ms once it was used, a table of 10,000 rows rolled up 3 s. A template over
its budget is marked, and the exit status is 1. The peer is Jinja2 alone rendering as many rows as
text with plain strings, without sandbox, blocks or gaps.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from jinja2 import Environment

from generator.compiled import sandbox
from generator.compose import compose
from generator.fields.pasted import Heading, Pasted
from generator.rollup.binding import Choice
from generator.rollup.report import roll_up
from generator.template import get, load, shipped

ALL_MS, EACH_MS, ROLLED_MS = 500.0, 3.0, 3000.0
ROUNDS = 60


def median_ms(
    work: Callable[[], object],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """The median time of `work` in milliseconds, on `clock`."""
    times = []
    for _ in range(rounds):
        begun = clock()
        work()
        times.append(clock() - begun)
    return statistics.median(times) * 1000


def once_ms(work: Callable[[], object]) -> float:
    """The processor time of `work` done once, in milliseconds."""
    return median_ms(work, 1, time.process_time)


def reported(rows: int) -> Pasted:
    """A table of so many units with ten columns of figures, in twelve groups."""
    heads = [Heading("社区"), Heading("片区"), *(Heading(f"项目{n}数", "件") for n in range(10))]
    lines = [
        (n + 2, (f"第{n + 1}社区", f"第{n % 12 + 1}片", *(str(n * k % 997) for k in range(1, 11))))
        for n in range(rows)
    ]
    return Pasted(tuple(heads), tuple(lines), "各社区.xlsx", "数据表")


def main() -> int:
    """Print each measure beside its budget and, where there is one, its peer."""
    over: list[str] = []

    def told(name: str, took: float, budget: float, more: str = "") -> None:
        mark = "" if took <= budget else "   OVER"
        over.extend([name] if mark else [])
        print(f"{name:34} {took:8.2f} ms   budget {budget:g} ms{more}{mark}")

    everything = once_ms(shipped)
    templates = shipped()
    told(f"all {len(templates)} templates", everything, ALL_MS)
    print(f"{'shared macros':34} {once_ms(sandbox):8.2f} ms")
    for template in templates.values():
        inputs = template.sample_inputs()
        first = once_ms(lambda t=template, i=inputs: compose(t, i))  # type: ignore[misc]
        warm = median_ms(lambda t=template, i=inputs: compose(t, i), clock=time.process_time)  # type: ignore[misc]
        trying = median_ms(lambda t=template: load(t.text, t.name), 5, time.process_time)  # type: ignore[misc]
        more = f"   first {first:6.2f}, loaded and tried {trying:6.2f} ms"
        told(template.id, warm, EACH_MS, more)
    peer = Environment(autoescape=True).from_string(
        "{% for t in tasks %}### {{ t.a }}。\n{{ t.b }}（牵头单位：{{ t.c }}）\n{% endfor %}" * 8
    )
    tasks = [{"a": "事项", "b": "内容" * 30, "c": "应急办"}] * 5
    alone = median_ms(lambda: peer.render(tasks=tasks), clock=time.process_time)
    print(f"{'peer: Jinja2 alone, 40 rows':34} {alone:8.2f} ms")
    roller, choice = get("roster-rollup"), Choice("片区")
    for rows in (1000, 10_000):
        table = reported(rows)
        took = once_ms(lambda t=table: roll_up(roller, t, None, {}, choice))  # type: ignore[misc]
        told(f"roll-up of {rows:,} rows, 10 columns", took, ROLLED_MS)
    plain = Environment().from_string(
        "{{ rows|sum(attribute=2) }}{% for r in rows|sort(attribute=2) %}"
        "| {{ r[0] }} | {{ r[2] }} |\n{% endfor %}" * 10
    )
    bare = [(name, area, *map(int, rest)) for _, (name, area, *rest) in reported(10_000).rows]
    alone = once_ms(lambda: plain.render(rows=bare))
    print(f"{'peer: Jinja2 alone, 10,000 rows':34} {alone:8.2f} ms   (floats, no origins, text)")
    print(f"over budget: {'、'.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
