"""Ad-hoc actions at run time: arguments go down the chain to its base, the result comes back up through the outputs.

Rules: mistral `actions/adhoc.py` and `engine/actions.py` (RegularAction.schedule and complete). Wrong arguments of the
action itself end the run like those of any action; what goes wrong on the way to the base is an error of the task; an
output that cannot be evaluated ends the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mistral_airflow.actions import Action
from mistral_airflow.flow.errors import NotInstantiated, WorkflowFault
from mistral_airflow.flow.scope import Scope
from mistral_airflow.operators.ad_hoc import AdHocAction, AdHocActions
from mistralc import expressions
from mistralc.actions import ActionSignature

Lookup = Callable[[str], Action]


@dataclass(frozen=True, kw_only=True)
class AdHocCall(Action):
    """An ad-hoc action as the operators know actions: `run` runs its base, `converted` applies the outputs."""

    definition: AdHocAction
    convert: Callable[[Any], Any]

    def check(self, arguments: Mapping[str, Any]) -> None:
        """Raise WorkflowFault for missing and unknown arguments."""
        required, defaults = self.definition.required, self.definition.defaults
        if any("**" in name for name in required):
            return  # Mistral takes this for a Python signature
        missing = [name for name in required if name not in arguments]
        unexpected = sorted(set(arguments) - {*required, *defaults})
        self.refuse(missing, unexpected, [*required, *defaults])

    def converted(self, result: Any) -> Any:
        """The result of the base as the outputs of the chain make it. Raises WorkflowFault."""
        return self.convert(result)


def find(name: str, actions: AdHocActions | None, scope: Scope, lookup: Lookup) -> Action:
    """The action that a task calls `name`: an ad-hoc one before one of the runtime. Raises WorkflowFault."""
    full_name = actions.called(name) if actions else None
    return _Chain(actions, full_name, lookup).call(scope) if actions and full_name else lookup(name)


class _Chain:
    """One ad-hoc action with what is below it, called by one task."""

    def __init__(self, actions: AdHocActions, name: str, lookup: Lookup) -> None:
        self._actions, self._name, self._lookup = actions, name, lookup

    def call(self, scope: Scope) -> AdHocCall:
        """The action as a task with that scope runs it."""

        def execute(**arguments: Any) -> Any:
            base, base_arguments = self._instantiate(arguments, scope)
            return self._convert(base.run(**base_arguments))

        definition = self._definition()
        return AdHocCall(ActionSignature(self._name, ""), execute, definition=definition, convert=self._convert)

    def _definition(self) -> AdHocAction:
        definition = self._actions.get(self._name)
        if definition is None:
            raise WorkflowFault(f"Failed to find action [action_name={self._name}]")
        return definition

    def _hierarchy(self) -> tuple[list[AdHocAction], str]:
        """The ad-hoc actions from the called one down, and the name of the action below them all."""
        definition, names = self._definition(), [self._name]
        chain = [definition]
        while True:
            base = definition.base
            if base in names:
                raise NotInstantiated(self._name, f"its bases lead back: {' -> '.join([*names, base])}")
            below = self._actions.get(base)
            if below is None:
                return chain, base
            definition = below
            names.append(base)
            chain.append(definition)

    def _instantiate(self, arguments: dict[str, Any], scope: Scope) -> tuple[Action, dict[str, Any]]:
        """The base and its arguments. Raises NotInstantiated."""
        chain, base_name = self._hierarchy()
        try:
            for definition in chain:
                seen = scope.of_ad_hoc({**definition.defaults, **arguments})
                arguments = seen.evaluate(definition.base_input)
            base = self._lookup(base_name)
            base.check(arguments)
        except (expressions.ExpressionError, WorkflowFault) as fault:
            raise NotInstantiated(self._name, str(fault)) from fault
        return base, arguments

    def _convert(self, result: Any) -> Any:
        chain, _ = self._hierarchy()
        for definition in reversed(chain):
            if definition.output is not None:
                result = self._output(definition.output, result)
        return result

    def _output(self, output: Any, result: Any) -> Any:
        """One output. Of an empty result Mistral makes the output's text, unevaluated (hw-adhoc-output-expr-error)."""
        if not result:
            return output
        try:
            return expressions.evaluate(output, result, _OutputFunctions())
        except expressions.ExpressionError as error:
            raise WorkflowFault(f"Failed to complete action [error={error}, action={self._name}]") from error


class _OutputFunctions(expressions.NoFunctions):
    """An output sees nothing but the result; the environment is null there."""

    def env(self) -> Any:
        return None
