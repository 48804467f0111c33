"""How long templates take: load, compose. Run as `python -m benchmarks.compose`.

Budgets on 2 cores, warm, medians: compose 3 ms, first load of one template 10 ms, all templates
0.5 s. The peer is Jinja2 alone rendering the same template's text with plain strings, without
sandbox, blocks or gaps.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from jinja2 import Environment

from generator.compiled import sandbox
from generator.compose import compose
from generator.template import load, shipped

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


def main() -> None:
    """Print each measure beside its budget and, where there is one, its peer."""
    begun = time.perf_counter()
    sandbox()
    print(f"shared macros           {(time.perf_counter() - begun) * 1000:8.2f} ms")
    begun = time.perf_counter()
    templates = shipped()
    everything = (time.perf_counter() - begun) * 1000
    print(f"all {len(templates):2} templates        {everything:8.2f} ms   budget 500 ms")
    for template in templates.values():
        inputs = template.sample_inputs()
        begun = time.perf_counter()
        compose(template, inputs)
        first = (time.perf_counter() - begun) * 1000
        warm = median_ms(lambda t=template, i=inputs: compose(t, i))
        alone = median_ms(lambda t=template, i=inputs: compose(t, i), clock=time.process_time)
        loading = median_ms(lambda t=template: load(t.text, t.name), 10)
        print(
            f"{template.id:24} load {loading:6.2f}   first compose {first:6.2f}   "
            f"warm {warm:5.2f}, processor alone {alone:5.2f} ms   budget 10 / – / 3 ms"
        )
    peer = Environment(autoescape=True).from_string(
        "{% for t in tasks %}### {{ t.a }}。\n{{ t.b }}（牵头单位：{{ t.c }}）\n{% endfor %}" * 8
    )
    tasks = [{"a": "事项", "b": "内容" * 30, "c": "应急办"}] * 5
    print(f"peer: Jinja2 alone, 40 rows {median_ms(lambda: peer.render(tasks=tasks)):.2f} ms")


if __name__ == "__main__":
    main()
