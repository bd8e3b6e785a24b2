"""Whether a call that is made again does a second thing: what HTTP says of its method, and what services do.

The end-to-end tests make the calls of the five services that run there a second time (tests/e2e/catalogue).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_UNIQUE = re.compile(
    r"nova\.(aggregates|flavors|keypairs)_create|nova\.volumes_create_server_volume|"
    r"cinder\.(qos_specs|volume_types|volume_encryption_types|transfers)_create|cinder\.backups_import_record|"
    r"glance\.(image_members|metadefs_\w+)_(create|create_multiple|associate)|"
    r"keystone\.(domains|groups|projects|roles|users)_create|neutron\.create_(security_group|metering_label)_rule|"
    r"heat\.(stacks_create|stacks_restore)|designate\.(blacklists|recordset)_create|"
    r"gnocchi\.(archive_policy|archive_policy_rule|resource|resource_type)_create|manila\.share_(group_)?types_create|"
    r"trove\.(databases|users|metadata|root|security_group_rules)_create\w*"
)
"""Of these a service refuses a second one of the same name or for the same thing."""

_STATES = re.compile(
    r"(^|_)(reset_\w+|set_\w+|add_\w+|remove_\w+|associate_\w+|attach|detach|\w+_detaching|force_delete|delete|"
    r"delete_\w+|reserve|unreserve|(initialize|terminate)_connection|extend|shrink|retype|accept|unmanage|update_\w+|lock|unlock|"
    r"pause|unpause|suspend|resume|start|stop|shelve|shelve_offload|unshelve|rescue|unrescue|resize|confirm_resize|"
    r"revert_resize|restore|change_password|deactivate|reactivate|abort|cancel\w*|migration_\w+|allow|deny|promote|"
    r"kill|rename|resync|force_complete|\w+_abort|migrate_volume_completion|cancel_update)$"
)
"""These leave things in a state, or are refused when they are in it already."""

_AGAIN = re.compile(
    r"cinder\.restores_restore|trove\.clusters_add_shard|zaqar\.queue_pop|ironic\.node_set_(power|provision)_state|nova\.servers_interface_attach"
)
"""These do it again, though their method or their name says otherwise."""


def twice(name: str, call: Mapping[str, Any], maps_to: str) -> bool:
    """Whether the action, run again after a worker was lost, may leave a second thing or a second effect."""
    if _AGAIN.fullmatch(name):
        return True
    method = call.get("method") or maps_to.partition("(")[0].rpartition(".")[2].upper()
    return method == "POST" and not _UNIQUE.fullmatch(name) and not _STATES.search(name)
