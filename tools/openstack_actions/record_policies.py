"""Ask the services' own policies which role each request needs by default, into `policies.jsonl`.

    python -m tools.openstack_actions.record_policies

Needs the services of `SERVICES` (pip install nova …), in an environment of their own. Run again for a newer release.
What is asked is oslo.policy's enforcer, with the defaults of the service and nothing else: somebody with one role in
the project that owns the resource. The text of a rule alone would not tell: it refers to other rules.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

POLICIES = Path(__file__).with_name("policies.jsonl")

SERVICES = {
    "cinder": "cinder.policies",
    "glance": "glance.policies",
    "keystone": "keystone.common.policies",
    "neutron": "neutron.conf.policies",
    "nova": "nova.policies",
}

LADDER = (("reader", ("reader",)), ("member", ("member", "reader")), ("manager", ("manager", "member", "reader")))
"""Each role with those that it implies (keystone's bootstrap). Whoever is refused with all of them needs `admin`."""

OWNED = {
    **dict.fromkeys(("project_id", "tenant_id", "owner", "network:tenant_id", "ext_parent:tenant_id"), "p"),
    **dict.fromkeys(("ext_parent_policy_id", "member_id", "network:project_id", "target.project.id"), "p"),
    **dict.fromkeys(("user_id", "target.user.id", "target.credential.user_id", "target.trust.trustor_user_id"), "u"),
}
"""A resource of the person, and of the project, that asks."""


def main() -> None:
    warnings.simplefilter("ignore")
    rows = [row for service, module in SERVICES.items() for row in _service(service, module)]
    POLICIES.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _service(service: str, module: str) -> Iterator[dict[str, str]]:
    from oslo_config import cfg
    from oslo_policy import opts, policy

    conf = cfg.ConfigOpts()
    conf([], default_config_files=[], default_config_dirs=[])
    opts.set_defaults(conf, enforce_new_defaults=True)
    enforcer = policy.Enforcer(conf, policy_file="none")
    rules = list(import_module(module).list_rules())
    enforcer.register_defaults(rules)
    for rule in rules:
        for operation in getattr(rule, "operations", ()):
            methods = operation["method"]
            for method in [methods] if isinstance(methods, str) else methods:
                yield {
                    "service": service,
                    "release": version(service),
                    "rule": rule.name,
                    "role": _role(enforcer, rule.name),
                    "method": method,
                    "path": operation["path"],
                }


def _role(enforcer: Any, rule: str) -> str:
    for role, roles in LADDER:
        person = {"roles": roles, "project_id": "p", "tenant_id": "p", "user_id": "u", "is_admin": False}
        if enforcer.enforce(rule, OWNED, person):
            return role
    return "admin"


if __name__ == "__main__":
    sys.exit(main())
