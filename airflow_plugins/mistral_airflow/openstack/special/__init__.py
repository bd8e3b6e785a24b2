"""Actions that no template says: each function gets what sends requests, the arguments, and the row's call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.special.addresses import (
    add_floating_ip,
    find_image,
    find_network,
    nova_floating_ips,
    remove_floating_ip,
)
from mistral_airflow.openstack.special.alarms import update_alarm
from mistral_airflow.openstack.special.extensions import (
    delete_extension,
    list_extension,
    show_extension,
    update_extension,
)
from mistral_airflow.openstack.special.images import (
    add_location,
    delete_locations,
    download_image,
    image_versions,
    update_image,
    update_metadef,
    upload_image,
)
from mistral_airflow.openstack.special.messages import post_messages
from mistral_airflow.openstack.special.objects import (
    swift_capabilities,
    swift_copy,
    swift_delete,
    swift_get_object,
    swift_head,
    swift_list,
    swift_post,
    swift_put,
    swiftservice_list,
    swiftservice_stat,
)
from mistral_airflow.openstack.special.servers import compute_versions, create_server, rebuild_server
from mistral_airflow.openstack.special.users import update_own_password
from mistral_airflow.openstack.special.volumes import delete_volume_metadata, encryption_types
from mistral_airflow.openstack.special.waits import wait_for_introspection, wait_for_provision_state

Function = Callable[[Caller, Mapping[str, Any], Mapping[str, Any]], Any]

FUNCTIONS: Mapping[str, Function] = {
    function.__name__: function
    for function in (
        add_floating_ip,
        add_location,
        compute_versions,
        create_server,
        delete_extension,
        delete_locations,
        delete_volume_metadata,
        download_image,
        encryption_types,
        find_image,
        find_network,
        image_versions,
        list_extension,
        nova_floating_ips,
        post_messages,
        rebuild_server,
        remove_floating_ip,
        show_extension,
        swift_capabilities,
        swift_copy,
        swift_delete,
        swift_get_object,
        swift_head,
        swift_list,
        swift_post,
        swift_put,
        swiftservice_list,
        swiftservice_stat,
        update_alarm,
        update_extension,
        update_image,
        update_metadef,
        update_own_password,
        upload_image,
        wait_for_introspection,
        wait_for_provision_state,
    )
}
"""By the name that the catalogue has for each."""
