"""How compiled code says that it is not certain."""

from __future__ import annotations


class Deopt(Exception):
    """The value at hand is not one that compiled code is exact for: the yaql library must evaluate the expression.

    Never seen outside: whoever runs compiled code evaluates the whole expression again.
    """
