"""Feeds damaged files to every reader for a while and tells what came out of it.

`python -m scripts.soak [SECONDS_A_READER] [SUFFIX …]`; `make soak` takes ten minutes a reader.
atheris steers by what code of ours an input reaches; the damage is our own, since bytes changed
inside a packed archive reach nothing. Inputs that raise anything but `Unreadable`, or take
longer than five seconds, are kept in `soak/`; each becomes a test.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["corpus"]):
    from corpus.document import Document
    from corpus.errors import Unreadable
    from corpus.reading import read_bytes

from tests.corpus.reading.specimens import damaged, specimens

SECONDS = 600
SLOW = 5.0
FOUND = Path("soak")


class Soak:
    """One reader's soak; counts what became of the inputs."""

    def __init__(self, suffix: str, seconds: int) -> None:
        """Nothing fed yet to the reader of `suffix`."""
        self.suffix = suffix
        self.until = time.monotonic() + seconds
        self.read = self.refused = self.errors = self.slow = 0

    def feed(self, data: bytes) -> None:
        """Reads `data`; keeps it when it is neither read nor refused in time."""
        start = time.monotonic()
        try:
            for document in read_bytes(f"稿{self.suffix}", data):
                assert Document.from_json(document.to_json()) == document
            self.read += 1
        except Unreadable:
            self.refused += 1
        except Exception:
            self.errors += 1
            keep(self.suffix, data, traceback.format_exc())
        taken = time.monotonic() - start
        if taken > SLOW:
            self.slow += 1
            keep(self.suffix, data, f"{taken:.1f} s")
        if time.monotonic() > self.until:
            self.tell()
            # libFuzzer itself would end the process without a word.
            sys.stdout.flush()
            os._exit(0)

    def tell(self) -> None:
        """Prints one line: inputs, read, refused, errors, slow ones, peak memory."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        count = self.read + self.refused + self.errors
        print(
            f"{self.suffix}：{count} 个文件，读出 {self.read}，拒绝 {self.refused}，"
            f"出错 {self.errors}，超过 {SLOW:.0f} 秒 {self.slow}，内存峰值 {peak} MB"
        )


def main() -> None:
    """Soaks one reader after the other, each in a process of its own."""
    given = sys.argv[1:]
    seconds = int(given[0]) if given else SECONDS
    whole = specimens()
    context = multiprocessing.get_context("spawn")
    for suffix in given[1:] or sorted(whole):
        process = context.Process(target=soak, args=(suffix, whole[suffix], seconds))
        process.start()
        process.join()
    print("留下的文件：" + ("、".join(sorted(p.name for p in FOUND.glob("*"))) or "无"))


def soak(suffix: str, data: bytes, seconds: int) -> None:
    """Feeds damaged copies of `data` to the reader of `suffix` for `seconds`."""
    running = Soak(suffix, seconds)

    def mutate(given: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        # Damage upon damage is soon refused by all: half of the inputs are damaged but once.
        return damaged(given if given and dice.random() < 0.5 else data, dice)[:most]

    with tempfile.TemporaryDirectory() as seeds:
        (Path(seeds) / "0").write_bytes(data)
        options = ["soak", seeds, "-max_len=400000", "-rss_limit_mb=2048", "-verbosity=0"]
        atheris.Setup(options, running.feed, custom_mutator=mutate)
        atheris.Fuzz()


def keep(suffix: str, data: bytes, reason: str) -> None:
    """Writes the input and why it was kept into the folder `soak`."""
    FOUND.mkdir(exist_ok=True)
    name = hashlib.sha256(data).hexdigest()[:12]
    (FOUND / f"{name}{suffix}").write_bytes(data)
    (FOUND / f"{name}.log").write_text(reason, "utf-8")


if __name__ == "__main__":
    main()
