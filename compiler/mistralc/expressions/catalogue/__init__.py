"""The functions that expressions can use: their signatures, types, a line of documentation, an example.

    find("where").signatures()      -> ('(collection: …).where(predicate: lambda) -> iterator[T]', …)
    overloads("yaql", "#operator_+")

The data is a file that ``python -m mistralc.expressions.catalogue.build`` makes from the libraries; neither of them is
imported to read it. Functions that sites add are found through their entry points.
"""

from mistralc.expressions.catalogue.loading import (
    all_functions,
    find,
    functions_of,
    method_names,
    names,
    overloads,
)
from mistralc.expressions.catalogue.model import LAZY_TYPES, Example, Function, Overload, Parameter

__all__ = [
    "LAZY_TYPES",
    "Example",
    "Function",
    "Overload",
    "Parameter",
    "all_functions",
    "find",
    "functions_of",
    "method_names",
    "names",
    "overloads",
]
