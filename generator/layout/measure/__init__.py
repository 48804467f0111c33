"""Measuring 量版面: what was written is opened again and held against GB/T 9704-2012 (L01–L21)."""

from generator.layout.measure.report import Report, measure

__all__ = ["Report", "measure"]
