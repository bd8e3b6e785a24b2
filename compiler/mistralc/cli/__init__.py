"""The command `mistralc`. Heavy imports stay inside the commands: `mistralc --help` must answer at once."""

from mistralc.cli.app import main

__all__ = ["main"]
