"""Examples and words for the catalogue's builder where the libraries' own are missing or cannot be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ExampleFunctions:
    """The execution that the examples of Mistral's functions are evaluated in."""

    def env(self) -> Any:
        return {"region": "north"}

    def execution(self) -> Mapping[str, Any]:
        return {"id": "e1", "name": "release", "input": {"version": "1.0"}}

    def executions(
        self,
        id: str | None = None,
        root_execution_id: str | None = None,
        state: str | None = None,
        from_time: str | None = None,
        to_time: str | None = None,
    ) -> list[Any]:
        return [{"id": "e1", "state": state or "RUNNING"}]

    def task(self, task_name: str | None = None) -> Mapping[str, Any] | None:
        return {"name": task_name or "build", "state": "SUCCESS", "result": 42}

    def tasks(
        self,
        workflow_execution_id: str | None = None,
        recursive: bool = False,
        state: str | None = None,
        flat: bool = False,
    ) -> list[Any]:
        return [{"name": "build", "state": state or "SUCCESS"}]

    def global_(self, var_name: str) -> Any:
        return {"colour": "green"}.get(var_name)


MISTRAL_DOCS = {
    "env": "The environment the workflow was started with.",
    "execution": "The workflow execution: id, name, spec, input, params, created_at, updated_at, root_execution_id.",
    "executions": "The workflow executions that meet all conditions given.",
    "global": "The value of a global variable: one published with `publish-on-…: global`.",
    "json_dump": "The value as JSON text.",
    "json_parse": "The value that a JSON text stands for.",
    "task": "A task of this workflow (the current one without a name): id, name, state, result, published, spec, type.",
    "tasks": "The tasks of a workflow execution, or of all, that meet all conditions given.",
    "uuid": "A new random UUID as text.",
    "yaml_dump": "The value as YAML text.",
    "yaml_parse": "The value that a YAML text stands for.",
}
YAQL_DOCS = {
    "#get_context_data": "The value of a variable, null if it is not set: `$` is the context, or a lambda's element.",
    "#indexer": "The value of a key of a dict, or the element of a list at an index (from the end if it is negative).",
    "#operator_.": "A property of a dict or of each element of a collection, or a method applied to a value.",
    "*equal": "Whether the two values are equal; a list is never equal to an iterator.",
    "*not_equal": "Whether the two values are not equal.",
    "#property#date": "The datetime at midnight of its day.",
    "#property#day": "The day of the month, from 1.",
    "#property#days": "The whole timespan in days.",
    "#property#hour": "The hour, from 0 to 23.",
    "#property#hours": "The whole timespan in hours.",
    "#property#microsecond": "The microsecond, from 0 to 999999.",
    "#property#microseconds": "The whole timespan in microseconds.",
    "#property#milliseconds": "The whole timespan in milliseconds.",
    "#property#minute": "The minute, from 0 to 59.",
    "#property#minutes": "The whole timespan in minutes.",
    "#property#month": "The month, from 1 to 12.",
    "#property#offset": "The offset from UTC as a timespan.",
    "#property#second": "The second, from 0 to 59.",
    "#property#seconds": "The whole timespan in seconds.",
    "#property#time": "The time of the day as a timespan from midnight.",
    "#property#timestamp": "Seconds since 1970-01-01 00:00 UTC.",
    "#property#utc": "The same moment in UTC.",
    "#property#weekday": "The day of the week: Monday is 0.",
    "#property#year": "The year.",
}
_MOMENT = "datetime(2026, 11, 23, 14, 30, 5)"
_SPAN = "timespan(days => 1, hours => 12)"
YAQL_EXAMPLES: dict[str, list[str]] = {
    "#get_context_data": ["let(x => 1) -> $x"],
    "#indexer": ["[a, b, c][-1]", "{a => 1}[a]"],
    "#operator_.": ["{a => 1}.a", "[{a => 1}, {a => 2}].a", "[3, 1].len()"],
    "#operator_*": ["2 * 3", "ab * 3"],
    "#operator_+": ["1 + 2", "ab + cd", "[1] + [2]", "{a => 1} + {b => 2}"],
    "#operator_-": ["3 - 2", "(datetime(2026, 1, 2) - datetime(2026, 1, 1)).hours"],
    "#operator_/": ["7 / 2", "7 / 2.0", "-7 / 2"],
    "*equal": ["1 = 1", "1 = '1'"],
    "*not_equal": ["1 != 2"],
    "#property#date": [f"{_MOMENT}.date.format('%F')"],
    "#property#offset": [f"{_MOMENT}.offset.hours"],
    "#property#time": [f"{_MOMENT}.time.hours"],
    "#property#utc": [f"{_MOMENT}.utc.hour"],
    "add": ["set(0, 1).add(1, 2)"],
    "items": ["{a => 1}.items().toList()"],
    "keys": ["{a => 1, b => 2}.keys().toList()"],
    "characters": ["characters(digits => true).orderBy($)"],
    "call": ["call(str, [5], {})"],
    "datetime": [f"{_MOMENT}.format('%F %T')", "datetime('2026-11-23').day", "datetime(0).year"],
    "format": [f"{_MOMENT}.format('%F %T')"],
    "generateMany": ["generateMany(1, switch($ < 3 => [$ + 1], true => []))"],
    "groupBy": ["[a, bb, cc].groupBy(len($))"],
    "let": ["let(1, x => 2) -> $1 + $x"],
    "localtz": ["isTimespan(localtz())"],
    "matches": ["abc.matches('b')", "regex('b').matches(abc)"],
    "mergeWith": ["{a => 1, b => {c => 2}}.mergeWith({b => {d => 3}})"],
    "now": ["isDatetime(now())"],
    "random": ["random() < 1", "random(1, 2) < 3"],
    "regex": ["regex('^b').matches(abc)"],
    "repeat": ["x.repeat(3)", "x.repeat().take(2)"],
    "replaceBy": ["regex('[0-9]').replaceBy('a1b2', str(int($.value) + 1))"],
    "sequence": ["sequence(1).take(3)"],
    "cycle": ["[1, 2].cycle().take(5)"],
    "timespan": [f"{_SPAN}.hours"],
    "utctz": ["utctz().hours"],
    "env": ["env().region"],
    "execution": ["execution().input.version"],
    "executions": ["executions(state => 'ERROR').id"],
    "global": ["global(colour)"],
    "json_dump": ["json_dump([1, 2])"],
    "json_parse": ["""json_parse('{"a": [1]}')"""],
    "task": ["task(build).result", "task().state"],
    "tasks": ["tasks().where($.state = SUCCESS).name"],
    "uuid": ["len(uuid())"],
    "yaml_dump": ["yaml_dump({a => 1})"],
    "yaml_parse": ["yaml_parse('a: [1]')"],
    **{
        f"#property#{name}": [f"{_MOMENT}.{name}"]
        for name in ("day", "hour", "microsecond", "minute", "month", "second", "timestamp", "weekday", "year")
    },
    **{
        f"#property#{name}": [f"{_SPAN}.{name}"]
        for name in ["days", "hours", "minutes", "seconds", "milliseconds", "microseconds"]
    },
}
JINJA_DOCS = {
    "abs": "The absolute value of a number.",
    "center": "Centers the text in a field of a given width.",
    "dict": "A dict from named arguments or pairs.",
    "escape": "The text with &, <, >, ' and \" as HTML entities.",
    "e": "The same as `escape`.",
    "float": "The value as a floating point number; as a test: whether it is one.",
    "length": "The number of items of a sequence or mapping.",
    "count": "The same as `length`.",
    "range": "The numbers from start to stop, stop not included: at most 100,000 of them.",
    "round": "The number rounded to a given precision.",
    "string": "The value as text; as a test: whether it is text.",
    "!=": "Whether the two are not equal.",
    "<": "Whether the first is less.",
    "<=": "Whether the first is less or equal.",
    "==": "Whether the two are equal.",
    ">": "Whether the first is greater.",
    ">=": "Whether the first is greater or equal.",
    "eq": "Whether the two are equal.",
    "equalto": "Whether the two are equal.",
    "ge": "Whether the first is greater or equal.",
    "greaterthan": "Whether the first is greater.",
    "gt": "Whether the first is greater.",
    "le": "Whether the first is less or equal.",
    "lessthan": "Whether the first is less.",
    "lt": "Whether the first is less.",
    "ne": "Whether the two are not equal.",
    "callable": "Whether it can be called.",
    "cycler": "An object whose next() gives the values one after the other, for ever.",
    "joiner": "An object that gives nothing the first time it is called, then the separator.",
    "namespace": "An object whose attributes a template can set, also inside loops.",
    "lipsum": "Sentences of lorem ipsum.",
    "number": "Whether it is a number.",
}
JINJA_FILTER_EXAMPLES = {
    "abs": "-3|abs",
    "attr": "'x'|attr('nothing') is undefined",
    "batch": "[1, 2, 3]|batch(2)|list",
    "capitalize": "'abc'|capitalize",
    "center": "'ab'|center(6)",
    "count": "[1, 2]|count",
    "d": "nothing|d('x')",
    "default": "nothing|default('x')",
    "dictsort": "{'b': 1, 'a': 2}|dictsort",
    "e": "'<a>'|e|string",
    "escape": "'<a>'|escape|string",
    "filesizeformat": "2048|filesizeformat(true)",
    "first": "[3, 1]|first",
    "float": "'1.5'|float",
    "forceescape": "'<a>'|forceescape|string",
    "format": "'%s-%d'|format('a', 1)",
    "groupby": "([{'k': 1}, {'k': 2}]|groupby('k'))|length",
    "indent": "'a\nb'|indent(2)",
    "int": "'7'|int",
    "items": "{'a': 1}|items|list",
    "join": "[1, 2]|join('-')",
    "last": "[3, 1]|last",
    "length": "'abc'|length",
    "list": "'ab'|list",
    "lower": "'AB'|lower",
    "map": "[{'n': 1}, {'n': 2}]|map(attribute='n')|list",
    "max": "[1, 3, 2]|max",
    "min": "[2, 1]|min",
    "pprint": "[1, 'a']|pprint",
    "random": "[5]|random",
    "reject": "[1, 2, 3]|reject('odd')|list",
    "rejectattr": "[{'n': 1}, {'n': 0}]|rejectattr('n')|list",
    "replace": "'aba'|replace('a', 'x')",
    "reverse": "[1, 2]|reverse|list",
    "round": "2.567|round(1)",
    "safe": "'<a>'|safe|string",
    "select": "[1, 2, 3]|select('odd')|list",
    "selectattr": "[{'n': 1}, {'n': 0}]|selectattr('n', 'equalto', 1)|list",
    "slice": "[1, 2, 3]|slice(2)|list",
    "sort": "[3, 1, 2]|sort",
    "string": "5|string",
    "striptags": "'<b>a</b>'|striptags",
    "sum": "[1, 2]|sum",
    "title": "'ab cd'|title",
    "tojson": "{'a': 1}|tojson|string",
    "trim": "' a '|trim",
    "truncate": "'abc def ghi'|truncate(9, leeway=0)",
    "unique": "[1, 1, 2]|unique|list",
    "upper": "'ab'|upper",
    "urlencode": "'a b&c'|urlencode",
    "urlize": "'no link'|urlize|string",
    "wordcount": "'a b c'|wordcount",
    "wordwrap": "'aa bb'|wordwrap(2)",
    "xmlattr": "{'id': 'x'}|xmlattr|string",
}
_COMPARISONS = {
    "!=": ("!=", "ne"),
    "<": ("<", "lt", "lessthan"),
    "<=": ("<=", "le"),
    "==": ("==", "eq", "equalto"),
    ">": (">", "gt", "greaterthan"),
    ">=": (">=", "ge"),
}
JINJA_TEST_EXAMPLES = {
    "boolean": "true is boolean",
    "callable": "1 is callable",
    "defined": "nothing is defined",
    "divisibleby": "6 is divisibleby 3",
    "escaped": "'a' is escaped",
    "even": "2 is even",
    "false": "false is false",
    "filter": "'upper' is filter",
    "float": "1.5 is float",
    "in": "1 is in [1, 2]",
    "integer": "1 is integer",
    "iterable": "[1] is iterable",
    "lower": "'a' is lower",
    "mapping": "{} is mapping",
    "none": "none is none",
    "number": "1 is number",
    "odd": "1 is odd",
    "sameas": "none is sameas none",
    "sequence": "[1] is sequence",
    "string": "'a' is string",
    "test": "'odd' is test",
    "true": "true is true",
    "undefined": "nothing is undefined",
    "upper": "'A' is upper",
    **{
        name: f"1 is {name} 2" if name.isalpha() else f"[1, 2, 3]|select('{name}', 2)|list"
        for names in _COMPARISONS.values()
        for name in names
    },
}
JINJA_GLOBAL_EXAMPLES = {
    "cycler": "cycler('a', 'b').next()",
    "dict": "dict(a=1)",
    "joiner": "joiner(',')()",
    "lipsum": "lipsum(n=1)|length > 0",
    "namespace": "namespace(a=1).a",
    "range": "range(3)|list",
}
