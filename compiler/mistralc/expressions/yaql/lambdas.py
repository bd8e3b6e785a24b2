"""Which arguments of YAQL's functions are lambdas that are called with an item bound to `$`."""

from __future__ import annotations

# Methods that call a lambda with an item bound to `$`: positions of these lambdas (the receiver not counted) and their
# names as keywords. yaql has other lambdas (coalesce, switch, and, or, def …): they run with the `$` around them.
BINDING_METHODS: dict[str, tuple[frozenset[int], frozenset[str]]] = {
    **{
        name: (frozenset({0}), frozenset({"predicate"}))
        for name in (
            *("where", "filter", "any", "all", "takeWhile", "skipWhile", "indexWhere", "lastIndexWhere"),
            *("splitWhere", "sliceWhere"),
        )
    },
    **{
        name: (frozenset({0}), frozenset({"selector"}))
        for name in (
            *("select", "map", "selectMany", "orderBy", "orderByDescending", "thenBy", "thenByDescending"),
            *("aggregate", "reduce", "accumulate"),
        )
    },
    "assert": (frozenset({0}), frozenset({"condition"})),
    "distinct": (frozenset({0}), frozenset({"keySelector"})),
    "toDict": (frozenset({0, 1}), frozenset({"keySelector", "valueSelector"})),
    "groupBy": (frozenset({0, 1, 2}), frozenset({"keySelector", "valueSelector", "aggregator"})),
    "join": (frozenset({1, 2}), frozenset({"predicate", "selector"})),
    "mergeWith": (frozenset({1, 2}), frozenset({"listMerger", "itemMerger"})),
    "search": (frozenset({1}), frozenset({"selector"})),
    "searchAll": (frozenset({1}), frozenset({"selector"})),
    "replaceBy": (frozenset({1}), frozenset({"repl"})),
}

BINDING_FUNCTIONS: dict[str, tuple[frozenset[int], frozenset[str]]] = {
    **{name: (frozenset({1}), BINDING_METHODS[name][1]) for name in ("any", "all", "distinct")},
    "generate": (frozenset({1, 2, 3}), frozenset({"predicate", "producer", "selector"})),
    "generateMany": (frozenset({1, 2}), frozenset({"producer", "selector"})),
}
