"""Types of expressions, and faults that can be told from them before anything is evaluated.

    infer(parse("$.a + 1"), Environment(data=type_of({"a": 2})))  -> int
    check(parse("$.a + ''"), …)                                   -> [Finding(TYPES, 0, 8, "'+' does not take …", …)]

Only what is certain is reported: an expression that can be evaluated with the given environment has no finding that is
``always`` so.
"""

from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.inference import NOT_WORDS, Analysis, analyse, check, infer
from mistralc.expressions.types.jinja import analyse_jinja, check_jinja
from mistralc.expressions.types.jinja_types import Known
from mistralc.expressions.types.lattice import (
    ANY,
    BOOL,
    DATETIME,
    DICT,
    FLOAT,
    INT,
    NEVER,
    NULL,
    REGEX,
    STR,
    TIMESPAN,
    Collection,
    Record,
    Type,
    Union,
    choice,
    item_of,
    join,
    may_be,
    members,
)
from mistralc.expressions.types.notation import parse_type
from mistralc.expressions.types.scope import Environment
from mistralc.expressions.types.values import is_of, type_of

__all__ = [
    "ANY",
    "BOOL",
    "DATETIME",
    "DICT",
    "FLOAT",
    "INT",
    "NEVER",
    "NOT_WORDS",
    "NULL",
    "REGEX",
    "STR",
    "TIMESPAN",
    "Analysis",
    "Collection",
    "Environment",
    "Finding",
    "Kind",
    "Known",
    "Record",
    "Type",
    "Union",
    "analyse",
    "analyse_jinja",
    "check",
    "check_jinja",
    "choice",
    "infer",
    "is_of",
    "item_of",
    "join",
    "may_be",
    "members",
    "parse_type",
    "type_of",
]
