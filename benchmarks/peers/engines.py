"""Other programs as functions or jobs: docxtpl, two engines under Node, LibreOffice."""

from __future__ import annotations

import io
import json
import resource
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.papers import fields, naive
from corpus.document import Document, Paragraph
from generator.layout import word

NODE = Path(__file__).parent / "node"
_LOOPS = {
    "docxtpl": (
        "{{%s}}",
        ["{%p for s in sections %}"],
        "{{s.%s}}",
        ["{%p endfor %}"],
    ),
    "docxtemplater": ("{%s}", ["{#sections}"], "{%s}", ["{/sections}"]),
    "carbone": ("{d.%s}", [], "{d.sections[i].%s}", ["{d.sections[i+1].heading}"]),
}


@dataclass(frozen=True)
class Took:
    """Medians in milliseconds: by the clock and of processor time."""

    clock: float
    processor: float


def template(engine: str, *, slim: bool) -> bytes:
    """The notice as a template of `engine`, on python-docx's default base or on our slim one."""
    value, opening, inner, closing = _LOOPS[engine]
    section = [inner % name for name in ("heading", "first", "second")]
    body = [*opening, *section, *closing]
    title, recipients = value % "title", value % "recipients"
    end = [value % "issuer", value % "date"]
    if slim:
        texts = (title, recipients, *body, *end)
        return word.write(Document(blocks=tuple(Paragraph(text=text) for text in texts)))
    styles = {section[0]: "Heading 1"}
    return naive(title, recipients, [(styles.get(text, "Normal"), text) for text in body], end)


def docxtpl_engine(source: bytes) -> Callable[[Document], bytes]:
    """docxtpl over a template whose bytes are kept in memory."""
    from docxtpl import DocxTemplate

    def render(document: Document) -> bytes:
        file = DocxTemplate(io.BytesIO(source))
        file.render(fields(document))
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()

    return render


def under_node(documents: Sequence[Document], warm: int, folder: Path) -> dict[str, Took]:
    """Medians of docxtemplater and Carbone over `documents` but the first `warm`, each on both
    bases; the last file of each is left in `folder` under its name. Empty without Node."""
    if shutil.which("node") is None or not (NODE / "node_modules").is_dir():
        return {}
    jobs = {}
    for engine in ("docxtemplater", "carbone"):
        for slim in (False, True):
            name = f"{engine}{'，精简底稿' if slim else ''}"
            source = folder / f"{name}-template.docx"
            source.write_bytes(template(engine, slim=slim))
            jobs[name] = {
                "engine": engine,
                "template": str(source),
                "output": str(folder / f"{name}.docx"),
                "warm": warm,
                "data": [fields(document) for document in documents],
            }
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    answer = subprocess.run(
        ["node", str(NODE / "render.cjs"), str(folder / "jobs.json")],
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return {name: Took(**own) for name, own in json.loads(answer.stdout).items()}


def office(files: Sequence[bytes], folder: Path) -> tuple[Took, Took, bytes] | None:
    """LibreOffice turning Word into PDF: cold (a start and one file), warm (each file asked of a
    running one through its socket, the first ones left out), and the PDF of the last file. None
    where LibreOffice or its `uno` for the system's Python is not installed."""
    program, python = shutil.which("soffice"), "/usr/bin/python3"
    if (
        program is None
        or subprocess.run([python, "-c", "import uno"], capture_output=True).returncode
    ):
        return None
    paths = []
    for n, data in enumerate(files):
        paths.append(folder / f"{n}.docx")
        paths[-1].write_bytes(data)
    _convert(program, paths[0], folder)  # makes the profile, which only the first start does
    cold = _convert(program, paths[0], folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    accept = f"--accept=socket,host=127.0.0.1,port={port};urp"
    used = _children()
    server = subprocess.Popen(
        [*_command(program, folder), accept, "--norestore"], stderr=subprocess.DEVNULL
    )
    answer = subprocess.run(
        [python, str(Path(__file__).parent / "uno_convert.py"), str(port), *map(str, paths)],
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    server.wait(60)
    # Of the processor's time the start is taken off; the clock needs no such thing.
    processor = ((_children() - used) * 1000 - cold.processor) / (len(paths) - 1)
    warm = Took(statistics.median(json.loads(answer.stdout)[3:]), max(processor, 0))
    return cold, warm, paths[-1].with_suffix(".pdf").read_bytes()


def _command(program: str, folder: Path) -> list[str]:
    return [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]


def _children() -> float:
    """Seconds of processor time of all ended child processes."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime


def _convert(program: str, path: Path, folder: Path) -> Took:
    used, start = _children(), time.perf_counter()
    subprocess.run(
        [*_command(program, folder), "--convert-to", "pdf", "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return Took((time.perf_counter() - start) * 1000, (_children() - used) * 1000)
