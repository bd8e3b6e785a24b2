"""The functions that are compiled to the call of a helper.

A line is `name: helper parameters -> kind`. A parameter is `name`, `name?` (may be left out), `name=python` (the
helper has another name for it) or `*` (any number). `~kind` says that the value is not clean (see Code), `!helper`
that there is a second helper, with `_unclear` at the end of its name, for arguments that are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_EXTENSIONS = """
len: sequences_length -> int
isEmpty: text_is_empty trim? chars? -> bool
norm: text_normal chars? -> any
append: sequences_append * -> iterator
enumerate: sequences_enumerated start? -> ~iterator
concat: sequences_chain * -> iterator
"""

_METHODS = """
toUpper: text_upper -> str
toLower: text_lower -> str
split: text_split separator? maxSplits?=limit -> ~list
rightSplit: text_right_split separator? maxSplits?=limit -> ~list
join: text_join separator -> str
trim: text_strip chars?=characters -> str
trimLeft: text_strip_left chars?=characters -> str
trimRight: text_strip_right chars?=characters -> str
replace: text_replace old new? count? -> str
substring: text_substring start length? -> str
startsWith: text_starts_with * -> bool
endsWith: text_ends_with * -> bool
toCharArray: text_characters -> list
matches: regex_matches string -> bool
search: regex_search string -> any
format: times_formatted format -> str
count: sequences_count -> int
first: sequences_first default? -> any
last: sequences_last default? -> any
single: sequences_single -> any
any: sequences_any -> bool
all: sequences_all -> bool
sum: !sequences_total initial? -> any
max: sequences_largest initial? -> any
min: sequences_smallest initial? -> any
distinct: !sequences_distinct -> iterator
toList: sequences_to_list -> list
flatten: sequences_flatten -> iterator
limit: sequences_limit count -> iterator
take: sequences_limit count -> iterator
skip: sequences_skip count -> iterator
reverse: sequences_reverse -> iterator
zip: sequences_zipped * -> iterator
zipLongest: sequences_zipped_longest * -> iterator
indexOf: sequences_index_of item -> int
lastIndexOf: sequences_last_index_of item -> int
insert: sequences_insert position value -> ~list
contains: comparison_contains value -> bool
keys: dicts_keys -> set
values: dicts_values -> iterator
items: dicts_items -> iterator
containsKey: dicts_contains_key key -> bool
containsValue: dicts_contains_value value -> bool
delete: dicts_without * -> ~dict
deleteAll: dicts_without_all keys -> ~dict
toSet: sets_to_set -> set
union: sets_union right -> set
intersect: sets_intersection right -> set
difference: sets_difference right -> set
symmetricDifference: sets_symmetric right -> set
add: sets_add * -> set
remove: sets_remove * -> set
"""

_FUNCTIONS = """
str: conversion_to_text value -> str
int: conversion_to_integer value -> int
float: conversion_to_float value -> float
bool: bool value -> bool
list: sequences_listed * -> list
set: sets_made_of * -> set
range: sequences_numbers start stop? step? -> iterator
abs: arithmetic_absolute op -> any
round: arithmetic_rounded number ndigits?=digits -> any
pow: arithmetic_power a b c?=modulus -> any
sign: arithmetic_sign num -> int
max: comparison_maximum a b -> any
min: comparison_minimum a b -> any
isString: conversion_is_text arg -> bool
isNumber: conversion_is_number value -> bool
isInteger: conversion_is_integer value -> bool
isBoolean: conversion_is_boolean value -> bool
isDict: conversion_is_dict arg -> bool
isList: conversion_is_list arg -> bool
isSet: conversion_is_set arg -> bool
isIterable: values_is_iterable value -> bool
isDatetime: times_is_time value -> bool
isTimespan: times_is_span value -> bool
isRegex: regex_is_regex value -> bool
regex: regex_compiled pattern ignoreCase?=ignore_case multiLine?=multi_line dotAll?=dot_all -> any
escapeRegex: regex_escaped string -> str
timespan: times_timespan days? hours? minutes? seconds? milliseconds? microseconds? -> any
json_parse: foreign_json_parse data -> ~any
json_dump: foreign_json_dump data -> str
yaml_parse: foreign_yaml_parse data -> ~any
yaml_dump: foreign_yaml_dump data -> str
"""


@dataclass(frozen=True)
class Signature:
    """A function that is a helper; the receiver of a method is the helper's first argument."""

    helper: str
    names: tuple[str, ...]
    keywords: tuple[str, ...]
    required: int
    variadic: bool
    kind: str
    clean: bool
    has_unclear: bool


def _signature(text: str) -> Signature:
    call, _, kind = text.partition(" -> ")
    helper, *parameters = call.split()
    variadic = parameters == ["*"]
    shown = [parameter.partition("=") for parameter in ([] if variadic else parameters)]
    names = tuple(name.rstrip("?") for name, _, _ in shown)
    return Signature(
        helper=helper.lstrip("!"),
        names=names,
        keywords=tuple(python or name.rstrip("?") for name, _, python in shown),
        required=sum(not name.endswith("?") for name, _, _ in shown),
        variadic=variadic,
        kind=kind.lstrip("~"),
        clean=not kind.startswith("~"),
        has_unclear=helper.startswith("!"),
    )


def _table(text: str) -> Mapping[str, Signature]:
    pairs = (line.partition(": ") for line in text.strip().splitlines())
    return {name: _signature(rest) for name, _, rest in pairs}


EXTENSIONS: Mapping[str, Signature] = _table(_EXTENSIONS)
"""Methods that are functions of the receiver, too."""
METHODS: Mapping[str, Signature] = {**EXTENSIONS, **_table(_METHODS)}
FUNCTIONS: Mapping[str, Signature] = _table(_FUNCTIONS)
