"""The page about the calls, made of the tables: what is called, what this plane refuses and why."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from tests.e2e.catalogue import tour

FILE = Path(__file__).parents[3] / "docs/openstack-called.md"
_HEAD = """# What is shown on a real OpenStack

`make e2e` brings Keystone, Glance, Placement, Nova, Neutron and Cinder up on this machine (nothing but the bottom edge
is a double: hypervisor, switch, disks), runs workflows and calls, and ends all of it; with `OS_CLOUD` set it uses that
cloud. CI runs it whole. Beside Mistral itself, on one cloud: [openstack-e2e.md](openstack-e2e.md).

## Workflows

Those marked with * are Mistral's own examples, unchanged.

| scenario | workflow | what goes wrong, and what is left |
|---|---|---|
| server with a floating IP | `create_vm` (examples) | no such image, no such flavor: told by name before anything is made |
| the same on a real scheduler, with an Airflow connection | `create_vm`, a DAG by hand | a wrong password: HTTP 401 from the test button; no secret in any log |
| server with network, router, security group, keypair, floating IP | `server_with_network` | `remove_server_with_network` leaves nothing |
| server | `nova_actions.create_vm`*, `create_instance`*, `delete_instance`* | |
| server with a volume | `volume_round_trip` | deleting the volume in use: HTTP 400, then detached and deleted |
| volumes cloned, a server booted from one | `clone_vm`*, `clone_volume`*, `boot_vm_from_volume`* | |
| image of a server, snapshot of a volume | `snapshot_and_image` | image, copy and snapshot are deleted |
| project, user, role, quotas of Nova and Cinder | `project_with_user` | role revoked, user and project deleted |
| images and projects read | `glance_actions`*, `keystone_actions`* | |
| no such flavor | `find_flavor` | `No Flavor matching …` (HTTP 404) |
| no host can take the server | `boot_or_clean_up` | Nova's `No valid host was found`, the wait ends at once, the server is deleted |
| quota used up | `boot_or_clean_up` | `Quota exceeded for instances` (HTTP 403) with the request id, nothing to delete |
| token revoked in mid-wait | `look_for_status` | the wait goes on with a new one |
| Nova's API down and back in mid-wait | `wait_for_status` | the wait goes on |

## Actions

Generated from the tables in `tests/e2e/catalogue` (`MISTRALC_REGENERATE=1 pytest tests/unit/openstack_actions`).
`make e2e` makes every one of these calls on real services and holds what stands here: an action that is listed as
answered answers, one that is refused is refused with these words. Every action that public workflows use of these five
services is answered.

| service | mapped actions | answered | of them changing something | refused here | its service is not here |
|---|--:|--:|--:|--:|--:|
"""


def page() -> str:
    """The whole text."""
    rows, total = [], [0, 0, 0, 0, 0]
    for service in tour.SERVICES:
        counts = _counts(service)
        total = [one + other for one, other in zip(total, counts, strict=True)]
        rows.append(f"| {service} | " + " | ".join(map(str, counts)) + " |")
    rows.append("| all | " + " | ".join(map(str, total)) + " |")
    return _HEAD + "\n".join([*rows, "", "### Refused here", "", *_reasons(_refused()), "### Not here", "", *_missing()])


def _counts(service: str) -> list[int]:
    """Mapped, answered, answered and mutating, refused, absent."""
    served = [name for name in tour.served() if name.startswith(f"{service}.")]
    answered = {step.action for _, step in tour.tables() if not step.refused} | set(tour.looks())
    mutating = [name for name in served if name in answered and tour.served()[name].signature.mutating]
    absent = tour.missing()
    return [
        len(served), sum(name in answered for name in served), len(mutating),
        sum(name not in answered and name not in absent for name in served), sum(name in absent for name in served),
    ]  # fmt: skip


def _refused() -> dict[str, str]:
    answered = {step.action for _, step in tour.tables() if not step.refused}
    return {step.action: step.because for _, step in tour.tables() if step.refused and step.action not in answered}


def _missing() -> list[str]:
    return _reasons(tour.missing())


def _reasons(actions: dict[str, str]) -> list[str]:
    """Actions by reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for name, reason in sorted(actions.items()):
        by_reason[reason].append(f"`{name}`")
    lines = []
    for reason, names in sorted(by_reason.items()):
        lines += [f"**{reason[:1].upper()}{reason[1:]}:** {', '.join(names)}.", ""]
    return lines
