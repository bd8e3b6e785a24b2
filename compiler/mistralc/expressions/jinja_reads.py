"""The reads of a Jinja template or expression, from jinja2's own syntax tree."""

from __future__ import annotations

from typing import Any

from jinja2 import meta, nodes
from jinja2.defaults import DEFAULT_NAMESPACE

from mistralc.expressions.names import MISTRAL_FUNCTIONS, VOLATILE_FUNCTIONS
from mistralc.expressions.read_set import UNKNOWN, Collector, Reads
from mistralc.expressions.sites import site_function_names

_CONTEXT = "_"
_RESERVED = frozenset({"__env", "__execution", "__task_execution"})
# jinja2 looks for an attribute of the object before it looks for the key.
_DICT_ATTRIBUTES = frozenset(dir(dict))


def jinja_reads(template: nodes.Template) -> Reads:
    """The reads of a parsed template; of one that is nested too deep to be looked through, everything."""
    generator = _Names(template.environment)
    try:
        generator.visit(template)
        walk = _Walk(frozenset(generator.undeclared_identifiers) | frozenset(DEFAULT_NAMESPACE))
        walk.visit(template)
    except RecursionError:
        return UNKNOWN
    return walk.found.reads()


class _Names(meta.TrackingCodeGenerator):
    """Finds the free names as `meta.find_undeclared_variables` does, but computes nothing on the way.

    jinja2 evaluates what is constant while it generates code: for `'a' * 1000000000` that is not its analysis.
    """

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        self.optimizer = None

    def _output_child_to_const(self, *arguments: Any) -> str:
        raise nodes.Impossible


class _Walk:
    """One pass over the tree. ``free`` are the names that the template does not define everywhere it uses them."""

    def __init__(self, free: frozenset[str]) -> None:
        self._free = free
        self._sites = site_function_names()
        self.found = Collector(self._sites, VOLATILE_FUNCTIONS | {"random"})

    def visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Name):
            self._name(node.name)
        elif isinstance(node, nodes.Call) and self._call(node):
            self._arguments(node)
        elif isinstance(node, nodes.Getattr) and self._is_context(node.node):
            self._member(node.attr)
        elif isinstance(node, nodes.Getitem) and self._is_context(node.node) and _literal(node.arg) is not ...:
            self._member(_literal(node.arg))
        else:
            if isinstance(node, nodes.Filter):
                self._filter(node)
            for child in node.iter_child_nodes():
                self.visit(child)

    def _arguments(self, node: nodes.Call) -> None:
        for child in node.iter_child_nodes(exclude=("node",)):
            self.visit(child)

    def _is_context(self, node: nodes.Node) -> bool:
        return isinstance(node, nodes.Name) and node.name == _CONTEXT

    def _name(self, name: str) -> None:
        """A name used by itself: the context as a whole, a reserved variable, or a function passed around."""
        if name == _CONTEXT:
            self.found.flag("everything")
        elif name not in self._free:
            return
        elif name in _RESERVED:
            self.found.variable(name)
        elif name in MISTRAL_FUNCTIONS or name in self._sites:
            self.found.indirect(name)

    def _member(self, key: Any) -> None:
        if not isinstance(key, str) or key in _DICT_ATTRIBUTES:
            self.found.flag("everything")
        else:
            self.found.variable(key)

    def _call(self, node: nodes.Call) -> bool:
        """A call whose target is understood; False leaves the whole node to the general rule."""
        target = node.node
        if isinstance(target, nodes.Getattr) and self._is_context(target.node) and target.attr == "get":
            key = _argument(node, None)
            if not isinstance(key, str):
                return False
            self.found.variable(key)
            return True
        if not isinstance(target, nodes.Name) or target.name == _CONTEXT or target.name not in self._free:
            return False
        self.found.function(target.name)
        self._special(target.name, node)
        return True

    def _special(self, name: str, node: nodes.Call | nodes.Filter) -> None:
        if name == "task":
            self.found.task(_argument(node, "task_name", default=None))
        elif name == "global":
            self.found.global_(_argument(node, "var_name"))

    def _filter(self, node: nodes.Filter) -> None:
        self.found.filter(node.name)
        self._special(node.name, node)
        if node.name == "map" and node.args:
            # map('name') applies the filter of that name.
            by_name = _literal(node.args[0])
            self.found.indirect(by_name)


def _argument(node: nodes.Call | nodes.Filter, keyword: str | None, default: Any = ...) -> Any:
    """The literal given first or under the keyword, ``...`` when it is computed, the default when it is not given."""
    if node.args:
        return _literal(node.args[0])
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return ...
    for given in node.kwargs:
        if isinstance(given, nodes.Keyword) and given.key == keyword:
            return _literal(given.value)
    return default


def _literal(node: nodes.Node) -> Any:
    return node.value if isinstance(node, nodes.Const) else ...
