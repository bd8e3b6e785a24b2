"""The functions behind the catalogue have the parameters that it says."""

from __future__ import annotations

import inspect

import pytest

from mistralc.actions import STANDARD, ActionSignature

pytestmark = pytest.mark.airflow


@pytest.mark.parametrize("signature", STANDARD, ids=lambda signature: signature.name)
def test_parameters_and_defaults(signature: ActionSignature):
    from mistral_airflow.actions import lookup
    from tests.unit.actions.running import EXECUTION

    parameters = inspect.signature(lookup(signature.name, EXECUTION).function).parameters.values()
    named = {p.name: p.default for p in parameters if p.kind is not p.VAR_KEYWORD}
    for parameter in signature.parameters:
        if parameter.name in named:
            must = parameter.required and parameter.name not in signature.connection_gives
            assert named[parameter.name] == (inspect.Parameter.empty if must else parameter.default), parameter.name
    known = {parameter.name for parameter in signature.parameters}
    assert set(named) <= known
    assert set(named) == known or any(p.kind is p.VAR_KEYWORD for p in parameters)


def test_arguments_are_checked_as_mistral_does():
    from mistral_airflow.actions import lookup
    from mistral_airflow.flow.errors import WorkflowFault
    from tests.unit.actions.running import EXECUTION

    with pytest.raises(WorkflowFault, match=r"name=std.http, missing=\['url'\], unexpected=\['uri'\]"):
        lookup("std.http", EXECUTION).check({"uri": "x"})
    with pytest.raises(WorkflowFault, match=r"Failed to find action \[action_name=std.nothing\]"):
        lookup("std.nothing", EXECUTION)
