"""From a document to paper: Word, PDF, preview and other formats, after GB/T 9704-2012."""

from generator.layout.formats import FORMATS, Format, write
from generator.layout.profile import STANDARD, Profile

__all__ = ["FORMATS", "STANDARD", "Format", "Profile", "write"]
