"""YAML text in, plain data out, with the line and column of every part of it."""

from mistralc.diagnostics.span import Span
from mistralc.source.document import Document, Path
from mistralc.source.reader import load, read
from mistralc.source.removal import removal

__all__ = ["Document", "Path", "Span", "load", "read", "removal"]
