"""What stands around a generated workflow: policies, ad-hoc actions, environments, a workbook, a namespace."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import yaml

ACTIONS = (
    "std.echo output=<% env().get(made) %>",
    "shout what=<% $.i %>",
    "louder what='x'",
    "sulk",
    "<% concat('std.no', op) %>",
)
"""More to do for a task. The second to the fourth are ad-hoc actions, the last one has a dynamic name."""

AD_HOC: dict[str, Any] = {
    "shout": {
        "input": ["what", {"mark": "!"}],
        "base": "std.echo",
        "base-input": {"output": "<% $.what %><% $.mark %>"},
        "output": {"said": "<% $ %>"},
    },
    "louder": {
        "input": ["what"],
        "base": "shout",
        "base-input": {"what": "very <% $.what %>", "mark": "!!"},
        "output": "<% $.said %>",
    },
    "sulk": {"base": "std.fail", "base-input": {"error_data": "no"}, "output": {"x": "<% $ %>"}},
}

ENVIRONMENT = {"e": 5, "deep": {"k": [1, "<% env().e %>"]}, "made": "<% env().e + 1 %>"}


def policies(source: random.Random, *, faulty: bool) -> dict[str, Any]:
    """Policies that change nothing, take a second, or (`faulty`) fail the run by their type."""
    found = {
        "wait-before": [0, "<% 0 %>", "<% $.i * 0 %>", 1],
        "wait-after": [0, "<% 0 %>", 1],
        "timeout": [0, 30, "<% 20 + $.i %>"],
        "pause-before": [False, "<% false %>"],
        "safe-rerun": [True, False],
    }
    if faulty and source.random() < 0.15:
        name = source.choice(["wait-before", "wait-after", "timeout"])
        return {name: source.choice(["<% 'x' %>", "<% null %>", "<% -1 %>", "<% 1.5 %>"])}
    name = source.choice(list(found))
    return {name: source.choice(found[name])}


def defaults(source: random.Random) -> dict[str, Any]:
    """`task-defaults` of a chain."""
    return dict(
        source.choice(
            [
                {"retry": {"count": 1, "delay": 0}},
                {"fail-on": "<% $.i > 1 %>"},
                {"wait-before": 0, "timeout": 30},
                {"on-error": ["noop"]},
            ]
        )
    )


def surrounded(source: random.Random, case: dict[str, Any]) -> dict[str, Any]:
    """The case with the ad-hoc actions, and perhaps an environment, a namespace, or all of it in a workbook."""
    _environment(source, case)
    (workflows,) = case["definitions"]["workflows"]
    if source.random() < 0.1 and "steps" not in case:
        case["namespace"] = "site"
    if source.random() < 0.1 and "steps" not in case:
        book = {"version": "2.0", "name": "book", "actions": AD_HOC}
        named = {name: workflow for name, workflow in workflows.items() if name != "version"}
        case["definitions"].update(workflows=[], workbooks=[{**book, "workflows": named}])
        case["workflow"] = "book.wf"
    else:
        case["definitions"]["actions"] = [{"version": "2.0", **AD_HOC}]
    return case


def _environment(source: random.Random, case: dict[str, Any]) -> None:
    if source.random() < 0.6:
        return
    content: dict[str, Any] = dict(ENVIRONMENT)
    if source.random() < 0.3:
        content["__actions"] = {"std.echo": {"output": "from the environment"}, "sulk": {}}
    if source.random() < 0.2:
        case["params"]["evaluate_env"] = False
        content["made"] = 3
    if source.random() < 0.3:
        case["environments"] = [{"name": "stored", "variables": content}]
        case["params"]["env"] = "stored"
    else:
        case["params"]["env"] = content


def as_text(document: Mapping[str, Any]) -> str:
    """A definition as YAML. (The engine cuts the workflows out of a workbook's text: JSON will not do.)"""
    return str(yaml.dump(document, Dumper=_Plain, sort_keys=False, width=1000))


class _Plain(yaml.SafeDumper):
    """Without anchors: what is used twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
