"""The kinds of faults, by family. Importing a module registers what is in it."""

from tests.mutation.faults import calls, data, expressions, flow, meaning, names, policies, shape, text

__all__ = ["calls", "data", "expressions", "flow", "meaning", "names", "policies", "shape", "text"]
