"""How long the command takes to start, cold. Run as `python -m benchmarks.startup`.

Budgets: `nigao --help` 0.3 s, `nigao draft` (Word and PDF) 1.5 s. The peer is an interpreter
that does nothing.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from generator import template

ROUNDS = 5
_CALL = "import sys; from webapp.cli import main; sys.exit(main(sys.argv[1:]))"


def seconds(script: str, arguments: Sequence[str] = ()) -> float:
    """The median wall-clock time of a new interpreter that runs `script`."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", script, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print each start beside its budget."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "inputs.json"
        chosen = template.get("fire-safety-campaign")
        inputs.write_text(json.dumps(chosen.sample_inputs(), ensure_ascii=False), "utf-8")
        outputs = [str(Path(folder) / name) for name in ("plan.docx", "plan.pdf")]
        draft = ["draft", chosen.id, "--inputs", str(inputs), "-o", outputs[0], "-o", outputs[1]]
        print(f"python -c pass   {seconds('pass'):.2f} s")
        print(f"nigao --help     {seconds(_CALL, ['--help']):.2f} s   (budget 0.3)")
        print(f"nigao draft      {seconds(_CALL, draft):.2f} s   (budget 1.5)")


if __name__ == "__main__":
    main()
