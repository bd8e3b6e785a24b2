from mistralc.emit.emit import MARKER, compiler_version, emit

__all__ = ["MARKER", "compiler_version", "emit"]
