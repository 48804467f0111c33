"""A draft with versions and a photo, and what lies in the bin, for pictures of their pages."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from generator import template
from tests.browser.serving import Served

BUILDING, SKY, ROAD, RED = "#d8cfc0", "#b9d3de", "#8d9296", "#b3352a"


def keep(served: Served) -> int:
    """The id of a draft that was changed after two versions of it had been kept; a draft and a
    document in the bin."""
    library = served.library
    entry = template.get("fire-safety-campaign")
    title = "青禾县柳溪街道办事处2026年消防安全专项整治实施方案"
    first = entry.sample_inputs()
    record = library.drafts.create(
        served.owner, entry.id, entry.sha256, entry.text, first, [], title
    )
    library.versions.keep(record, served.owner, "saved", name="送审稿")
    figure = {
        "type": "figure",
        "image": library.pictures.put(record.id, drawn()),
        "caption": "网格员在沿街商铺检查灭火器",
        "alt": "沿街商铺门前立着两具灭火器",
        "width_mm": 120,
    }
    require = {
        "id": "require",
        "state": "edited",
        "blocks": [
            {"type": "paragraph", "level": 2, "lead": "建立隐患台账", "text": LEDGER},
            {"type": "paragraph", "level": 2, "lead": "按时报送情况", "text": REPORT},
        ],
    }
    record = library.drafts.save(
        record.id,
        served.scope,
        1,
        inputs={**first, "排查场所": "1380"},
        sections=[{"id": "scope", "state": "form", "figures": [figure]}],
        title=title,
        gaps=0,
    )
    library.versions.keep(record, served.owner, "export", format="docx")
    library.drafts.save(
        record.id,
        served.scope,
        record.revision,
        inputs=record.inputs,
        sections=[*record.sections, require],
        title=title,
        gaps=0,
    )
    plan = template.get("flood-drought-plan")
    deleted = library.drafts.create(
        served.owner,
        plan.id,
        plan.sha256,
        plan.text,
        {},
        [],
        "望川县东湖街道办事处防汛抗旱应急预案",
    )
    library.drafts.delete(deleted.id, served.scope)
    sample = library.documents.list(served.scope, kind="sample")[-1]
    library.documents.delete(sample.id, served.scope)
    return record.id


LEDGER = "各社区对查出的每一处隐患，按附件2的格式逐条登记场所名称、隐患情况、责任人和整改期限。"
REPORT = "各社区和各责任单位于每月25日前将工作进展和隐患台账报街道应急管理办公室。"


def drawn() -> bytes:
    """A drawn street with a shop and two extinguishers, as a JPEG file."""
    image = Image.new("RGB", (1200, 800), SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 640, 1200, 800), fill=ROAD)
    for left, width in ((60, 500), (600, 540)):
        pen.rectangle((left, 160, left + width, 640), fill=BUILDING, outline="#9b917f", width=4)
        pen.rectangle((left + 30, 200, left + width - 30, 270), fill="#35525a")
        for window in range(3):
            at = left + 40 + window * (width - 60) // 3
            pen.rectangle((at, 320, at + 110, 600), fill="#5d7d89", outline="#3d5560", width=5)
    for at in (515, 575):
        pen.rounded_rectangle((at, 500, at + 44, 640), radius=16, fill=RED)
        pen.rectangle((at + 14, 478, at + 30, 502), fill="#222222")
        pen.rectangle((at + 6, 550, at + 38, 590), fill="#f4efe6")
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=88)
    return stream.getvalue()
