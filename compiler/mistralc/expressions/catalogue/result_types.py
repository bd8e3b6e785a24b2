"""What each function gives, for the builder: the libraries do not say so in a form that can be trusted.

T is the type of the elements of the collection it is applied to, R what its lambda gives, D the type of the argument
``default``, S that of the receiver; "number" is computed from the operands. The tests compare these types with the
values of thousands of evaluations.
"""

from __future__ import annotations

_BY_RESULT = {
    "bool": """
        #operator_!~ #operator_=~ #operator_< #operator_<= #operator_> #operator_>= #operator_in #unary_operator_not
        *equal *not_equal all any bool contains containsKey containsValue endsWith isBoolean isDatetime isDict isEmpty
        isInteger isIterable isList isNumber isRegex isSet isString isTimespan matches startsWith
        """,
    "int": """
        #property#day #property#hour #property#microsecond #property#minute #property#month #property#second
        #property#weekday #property#year bitwiseNot count indexOf indexWhere int lastIndexOf lastIndexWhere len
        selectCase shiftBitsLeft shiftBitsRight sign
        """,
    "int | bool": "bitwiseAnd bitwiseOr bitwiseXor",
    "float": "float #property#timestamp",
    "int | float": """
        pow #property#days #property#hours #property#microseconds #property#milliseconds #property#minutes
        #property#seconds
        """,
    "number": "abs round #unary_operator_+ #unary_operator_- #operator_mod",
    "str": """
        escapeRegex format hex json_dump replaceBy str substring toLower toUpper trim trimLeft trimRight uuid yaml_dump
        """,
    "str | null": "norm",
    "list[str]": "characters toCharArray rightSplit split",
    "list[T]": "toList",
    "list[any]": "#list list executions tasks",
    "list[list[T]]": "splitAt",
    "set[T]": "toSet",
    "set[any]": "set add remove union intersect difference symmetricDifference keys",
    "set[list[any]]": "items",
    "iterable[any]": "values",
    "iterable[T]": "orderBy orderByDescending thenBy thenByDescending",
    "iterator[T]": "where filter take limit skip skipWhile takeWhile distinct reverse cycle",
    "iterator[R]": "select map",
    "iterator[list[T]]": "slice sliceWhere splitWhere",
    "iterator[list[any]]": "enumerate zip zipLongest",
    "iterator[int]": "range sequence selectAllCases",
    "iterator[bool]": "examine",
    "iterator[any]": """
        accumulate append concat delete flatten generate generateMany groupBy insert insertMany join repeat replaceMany
        searchAll selectMany
        """,
    "T": "single",
    "T | D": "first last",
    "S": "assert",
    "dict": "#map dict toDict mergeWith deleteAll",
    "regex": "regex",
    "datetime": "datetime now #property#date #property#utc",
    "timespan": "timespan localtz utctz #property#offset #property#time",
    "context": "let with unpack def",
}
_OVERLOADS = {
    "#operator_*(int | float, int | float)": "number",
    "#operator_*(str, int | bool)": "str",
    "#operator_*(int | bool, str)": "str",
    "#operator_*(list, int | bool)": "list[any]",
    "#operator_*(int | bool, list)": "list[any]",
    "#operator_*(timespan, int | float)": "timespan",
    "#operator_*(int | float, timespan)": "timespan",
    "#operator_+(int | float, int | float)": "number",
    "#operator_+(str)": "str",
    "#operator_+(datetime, timespan)": "datetime",
    "#operator_+(timespan, datetime)": "datetime",
    "#operator_+(timespan, timespan)": "timespan",
    "#operator_+(collection, collection)": "list[any] | set[any]",
    "#operator_+(dict, dict)": "dict",
    "#operator_-(int | float, int | float)": "number",
    "#operator_-(datetime, timespan)": "datetime",
    "#operator_-(datetime, datetime)": "timespan",
    "#operator_-(timespan, timespan)": "timespan",
    "#operator_-(set, set)": "set[any]",
    "#operator_/(int | float, int | float)": "number",
    "#operator_/(timespan, timespan)": "float",
    "#operator_/(timespan, int | float)": "timespan",
    "#unary_operator_+(timespan)": "timespan",
    "#unary_operator_-(timespan)": "timespan",
    "#operator_.(collection, keyword)": "iterator[any]",
    "concat(str)": "str",
    "delete(dict, any)": "dict",
    "indexOf(collection, any)": "int",
    "insert(list, int | bool, any)": "list[any]",
    "join(collection, str)": "str",
    "join(str, collection)": "str",
    "random()": "float",
    "replace(collection, int | bool, any, int | bool)": "iterator[any]",
    "replace(dict, int | bool)": "dict",
    "set(dict, any, any)": "dict",
    "set(dict, dict)": "dict",
    "set(dict, pair)": "dict",
    "split(regex, str, int | bool)": "list[str | null]",
    "split(str, regex, int | bool)": "list[str | null]",
}
_REPLACE_FIRST = {"str": "str", "regex": "str", "datetime": "datetime"}

_RESULTS = {name: result for result, names in _BY_RESULT.items() for name in names.split()}


def result_of(key: str, parameter_types: list[str]) -> str:
    """The result of an overload, ``any`` where nothing certain can be said."""
    exact = _OVERLOADS.get(f"{key}({', '.join(parameter_types)})")
    if exact is not None:
        return exact
    if key == "replace":
        return _REPLACE_FIRST.get(parameter_types[0], "any")
    return _RESULTS.get(key, "any")
