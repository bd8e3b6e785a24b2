"""What the rules do not find: templates written by hand from the source of the legacy clients.

The format is that of `mistral_airflow.openstack.request`; ``code`` names a function in `mistral_airflow.openstack.special`.
"""

from __future__ import annotations

from typing import Any

Template = dict[str, Any]


def _a(name: str, **how: Any) -> Template:
    return {"$": name, **how}


def _get(path: str, *take: str, **more: Any) -> Template:
    return {"method": "GET", "path": path, "take": list(take), **more}


def _send(method: str, path: str, body: Any, *take: str, **more: Any) -> Template:
    return {"method": method, "path": path, "body": body, "take": list(take), **more}


def _code(function: str, sends: str, **more: Any) -> Template:
    return {"code": function, "sends": sends, **more}


_STACK = {
    "argument": "stack_id",
    "unless": "/",
    "call": _get("/stacks/{stack_id}", "stack"),
    "format": "{stack_name}/{id}",
}
_ZONE = {
    "argument": "zone",
    "unless": "uuid",
    "call": _get("/zones", "zones", query={"name": _a("zone")}),
    "format": "{id}",
}
_RECORDSET = {
    "argument": "recordset",
    "unless": "uuid",
    "call": _get("/zones/{zone}/recordsets", "recordsets", query={"name": _a("recordset")}),
    "format": "{id}",
}


def _stack(template: Template) -> Template:
    return {**template, "first": [_STACK]}


def _zone(template: Template, *more: Template) -> Template:
    return {**template, "first": [_ZONE, *more]}


def _role(method: str, **more: Any) -> Template:
    """Keystone's roles on projects, domains and the system, of users and groups, inherited or not."""
    whens = []
    for scope, where in (("project", "projects/{project}"), ("domain", "domains/{domain}"), ("system", "system")):
        for actor in ("user", "group"):
            path = f"/{where}/{actor}s/{{{actor}}}/roles/{{role}}"
            inherited = f"/OS-INHERIT{path}/inherited_to_projects"
            whens.append([{"given": [actor, scope]}, {"path": path}])
            if scope != "system":
                whens.append([{"given": [actor, scope, "os_inherit_extension_inherited"]}, {"path": inherited}])
    return {
        "method": method, "path": "", "needs": [["user", "group"], ["project", "domain", "system"]], "when": whens, **more
    }  # fmt: skip


_FLAVOR_ACCESS = _get("/flavors/{flavor}/os-flavor-access", "flavor_access")
_USAGE = {
    "start": _a("start"), "end": _a("end"), "limit": _a("limit", drop="empty"), "marker": _a("marker", drop="empty"),
}  # fmt: skip
_ENCRYPTION = _code(
    "encryption_types", "block_storage.get('/types/{id}/encryption') for each of block_storage.get('/types')"
)
_SHARE_LIST = {"is_public": "True", "$merge": ["search_opts"], "sort_key": _a("sort_key"), "sort_dir": _a("sort_dir")}

_CONSOLES = [
    [{"console_type": kind}, {"body": {"remote_console": {"protocol": protocol}}}]
    for kind, protocol in (("spice-html5", "spice"), ("serial", "serial"), ("rdp-html5", "rdp"), ("webmks", "mks"))
]
"""The protocol follows the type, whichever of the actions is called."""

TEMPLATES: dict[str, Template] = {
    "nova.flavor_access_list": _FLAVOR_ACCESS,
    "nova.hypervisor_stats_statistics": _get("/os-hypervisors/statistics", "hypervisor_statistics", microversion="2.87"),
    "nova.hypervisors_statistics": _get("/os-hypervisors/statistics", "hypervisor_statistics", microversion="2.87"),
    "nova.servers_create": _code("create_server", "compute.post('/servers', json={'server': …})"),
    "nova.servers_rebuild": _code("rebuild_server", "compute.post('/servers/{server}/action', json={'rebuild': …})"),
    "nova.servers_create_image": _send(
        "POST", "/servers/{server}/action",
        {"createImage": {"name": _a("image_name"), "metadata": _a("metadata", drop="empty", **{"else": {}})}}, "image_id",
    ),
    "nova.servers_interface_attach": _send(
        "POST", "/servers/{server}/os-interface",
        {"interfaceAttachment": {
            "port_id": _a("port_id", drop="empty"), "net_id": _a("net_id", drop="empty"), "tag": _a("tag", drop="empty"),
        }}, "interfaceAttachment",
        when=[[{"given": "fixed_ip"}, {"body": {"interfaceAttachment": {"fixed_ips": [{"ip_address": _a("fixed_ip")}]}}}]],
    ),
    "nova.servers_live_migrate": _send(
        "POST", "/servers/{server}/action",
        {"os-migrateLive": {"host": _a("host", drop="never"), "block_migration": _a("block_migration", drop="never")}},
    ),
    **{
        f"nova.servers_get_{kind}_console": _send(
            "POST", "/servers/{server}/remote-consoles",
            {"remote_console": {"protocol": "vnc", "type": _a("console_type")}}, when=_CONSOLES,
        )
        for kind in ("vnc", "spice", "serial", "rdp")
    },
    "nova.versions_list": _code("compute_versions", "compute.get('/')"),
    "nova.versions_find": _code("compute_versions", "compute.get('/')", find={"one": "Version"}),
    "nova.versions_findall": _code("compute_versions", "compute.get('/')", find={}),
    "nova.servers_delete_meta": {"method": "DELETE", "path": "/servers/{server}/metadata/{keys}", "each": "keys"},
    "nova.flavors_create": _send(
        "POST", "/flavors",
        {"flavor": {
            "name": _a("name"), "ram": _a("ram"), "vcpus": _a("vcpus"), "disk": _a("disk"),
            "id": _a("flavorid"), "swap": _a("swap"),
            "OS-FLV-EXT-DATA:ephemeral": _a("ephemeral"), "rxtx_factor": _a("rxtx_factor"),
            "os-flavor-access:is_public": _a("is_public"), "description": _a("description", drop="empty"),
        }}, "flavor", when=[[{"flavorid": "auto"}, {"body": {"flavor": {"id": None}}}]],
    ),
    "nova.usage_list": _get("/os-simple-tenant-usage", "tenant_usages", query={**_USAGE, "detailed": _a("detailed", number=True)}),
    "nova.usage_get": _get("/os-simple-tenant-usage/{tenant_id}", "tenant_usage", query=_USAGE),
    "nova.glance_list": _get("/images", "images", service="glance"),
    "nova.glance_find_image": _code("find_image", "image.get('/images')", service="glance"),
    "nova.neutron_find_network": _code("find_network", "network.get('/networks')", service="neutron"),
    "nova.servers_add_floating_ip": _code("add_floating_ip", "network.put('/floatingips/{id}')"),
    "nova.servers_remove_floating_ip": _code("remove_floating_ip", "network.put('/floatingips/{id}')"),
    "nova.floating_ips_findall": _code("nova_floating_ips", "network.get('/floatingips')"),
    "nova.floating_ips_list": _code("nova_floating_ips", "network.get('/floatingips')"),
    "nova.images_find": {**_get("/images", "images", service="glance", pages=True), "find": {"one": "Image"}},
    "glance.image_delete": {"method": "DELETE", "path": "/images/{image_id}"},
    "keystone.endpoint_groups_list": _get("/OS-EP-FILTER/endpoint_groups", "endpoint_groups"),
    "keystone.endpoint_filter_list_endpoint_groups_for_project": _get(
        "/OS-EP-FILTER/projects/{project}/endpoint_groups", "endpoint_groups"
    ),
    **{
        f"keystone.endpoint_filter_{name}": {
            "method": method, "path": "/OS-EP-FILTER/endpoint_groups/{endpoint_group}/projects/{project}", **more,
        }
        for name, method, more in (
            ("add_endpoint_group_to_project", "PUT", {}),
            ("delete_endpoint_group_from_project", "DELETE", {}),
            ("check_endpoint_group_in_project", "HEAD", {"answer": True}),
        )
    },
    "keystone.endpoint_filter_add_endpoint_to_project": {
        "method": "PUT", "path": "/OS-EP-FILTER/projects/{project}/endpoints/{endpoint}",
    },
    "keystone.endpoint_policy_create_policy_association_for_endpoint": {
        "method": "PUT", "path": "/policies/{policy}/OS-ENDPOINT-POLICY/endpoints/{endpoint}",
    },
    "keystone.endpoint_policy_create_policy_association_for_service": {
        "method": "PUT", "path": "/policies/{policy}/OS-ENDPOINT-POLICY/services/{service}",
    },
    "keystone.endpoint_policy_create_policy_association_for_region_and_service": {
        "method": "PUT", "path": "/policies/{policy}/OS-ENDPOINT-POLICY/services/{service}/regions/{region}",
    },
    "keystone.roles_grant": _role("PUT"),
    "keystone.roles_revoke": _role("DELETE"),
    "keystone.roles_check": _role("HEAD", answer=True),
    "keystone.roles_list": {
        **_get("/roles", "roles", query={"$merge": ["kwargs"]}),
        "when": [
            [{"given": [actor, scope]}, {"path": f"/{where}/{actor}s/{{{actor}}}/roles", "query": {"$merge": []}}]
            for scope, where in (("project", "projects/{project}"), ("domain", "domains/{domain}"), ("system", "system"))
            for actor in ("user", "group")
        ],
    },
    "keystone.trusts_create": _send(
        "POST", "/OS-TRUST/trusts",
        {"trust": {
            "trustee_user_id": _a("trustee_user"), "trustor_user_id": _a("trustor_user"), "project_id": _a("project"),
            "impersonation": _a("impersonation", drop="never"), "expires_at": _a("expires_at", drop="never"),
            "remaining_uses": _a("remaining_uses", drop="never"), "allow_redelegation": _a("allow_redelegation"),
            "redelegation_count": _a("redelegation_count"), "roles": _a("role_names", each="name", drop="empty"),
            "$merge": ["kwargs"],
        }}, "trust",
    ),
    "cinder.quotas_update": _send(
        "PUT", "/os-quota-sets/{tenant_id}", {"quota_set": {"tenant_id": _a("tenant_id"), "$merge": ["updates"]}},
        "quota_set",
    ),
    "cinder.quota_classes_update": _send(
        "PUT", "/os-quota-class-sets/{class_name}",
        {"quota_class_set": {"$merge": ["updates"]}}, "quota_class_set",
    ),
    "cinder.volume_types_list": _get(
        "/types", "volume_types", query={"is_public": _a("is_public", drop="never", **{"else": "None"}), "$merge": ["search_opts"]}
    ),
    "cinder.volumes_delete_metadata": _code("delete_volume_metadata", "block_storage.put('/volumes/{volume}/metadata')"),
    "cinder.volume_snapshots_delete_metadata": {
        "method": "DELETE", "path": "/snapshots/{snapshot}/metadata/{keys}", "each": "keys",
    },
    "cinder.volumes_delete_image_metadata": _send(
        "POST", "/volumes/{volume}/action", {"os-unset_image_metadata": {"key": _a("keys")}}, each="keys"
    ),
    "cinder.volume_encryption_types_list": _ENCRYPTION,
    "cinder.volume_encryption_types_find": {**_ENCRYPTION, "find": {"one": "VolumeEncryptionType"}},
    "cinder.volume_encryption_types_findall": {**_ENCRYPTION, "find": {}},
    "keystone.users_update_password": _code("update_own_password", "identity.post('/users/{id}/password', json=…)"),
    **{
        f"manila.share_{kind}_export_locations_{verb}": _get(
            f"/{kind.replace('_', '-')}s/{{{kind}}}/export-locations{item}", f"share_snapshot_export_location{plural}"
        )
        for kind in ("snapshot", "snapshot_instance")
        for verb, item, plural in (("list", "", "s"), ("get", "/{export_location}", ""))
    },
    "heat.events_list": _stack(_get("/stacks/{stack_id:/}/events", "events", query={"$merge": ["kwargs"]},
        when=[[{"given": "resource_name"}, {"path": "/stacks/{stack_id:/}/resources/{resource_name}/events"}]])),
    "heat.events_get": _stack(_get("/stacks/{stack_id:/}/resources/{resource_name}/events/{event_id}", "event")),
    "heat.resources_get": _stack(
        _get("/stacks/{stack_id:/}/resources/{resource_name}", "resource", query={"with_attr": _a("with_attr", drop="empty")})
    ),
    "heat.resources_metadata": _stack(_get("/stacks/{stack_id:/}/resources/{resource_name}/metadata", "metadata")),
    "heat.resources_signal": _stack(
        _send("POST", "/stacks/{stack_id:/}/resources/{resource_name}/signal", _a("data"))
    ),
    "heat.resources_mark_unhealthy": _stack(
        _send("PATCH", "/stacks/{stack_id:/}/resources/{resource_name}",
              {"mark_unhealthy": _a("mark_unhealthy"), "resource_status_reason": _a("resource_status_reason")})
    ),
    "heat.stacks_abandon": _stack({"method": "DELETE", "path": "/stacks/{stack_id:/}/abandon"}),
    "heat.stacks_output_list": _stack(_get("/stacks/{stack_id:/}/outputs")),
    "heat.stacks_output_show": _stack(_get("/stacks/{stack_id:/}/outputs/{output_key}")),
    "heat.stacks_preview_update": _stack(_send("PUT", "/stacks/{stack_id:/}/preview", {"$merge": ["kwargs"]})),
    "heat.stacks_restore": _stack({"method": "POST", "path": "/stacks/{stack_id:/}/snapshots/{snapshot_id}/restore"}),
    "heat.stacks_snapshot": _stack(_send("POST", "/stacks/{stack_id:/}/snapshots", {"name": _a("name", drop="empty")})),
    "heat.stacks_snapshot_delete": _stack({"method": "DELETE", "path": "/stacks/{stack_id:/}/snapshots/{snapshot_id}"}),
    "heat.stacks_snapshot_list": _stack(_get("/stacks/{stack_id:/}/snapshots")),
    "heat.stacks_snapshot_show": _stack(_get("/stacks/{stack_id:/}/snapshots/{snapshot_id}")),
    "designate.recordset_create": _zone(
        _send("POST", "/zones/{zone}/recordsets",
              {"name": _a("name"), "type": _a("type_"), "records": _a("records"), "description": _a("description"), "ttl": _a("ttl")})
    ),
    "designate.recordset_list": _zone(
        _get("/zones/{zone}/recordsets", "recordsets",
             query={"$merge": ["criterion"], "marker": _a("marker"), "limit": _a("limit")})
    ),
    "designate.recordset_get": _zone(_get("/zones/{zone}/recordsets/{recordset}"), _RECORDSET),
    "designate.recordset_delete": _zone({"method": "DELETE", "path": "/zones/{zone}/recordsets/{recordset}"}, _RECORDSET),
    "designate.recordset_update": _zone(_send("PUT", "/zones/{zone}/recordsets/{recordset}", _a("values")), _RECORDSET),
    "designate.nameservers_list": _zone(_get("/zones/{zone}/nameservers", "nameservers")),
    "ironic.node_create": _send("POST", "/nodes", {"$merge": ["kwargs"]}),
    "ironic.port_create": _send("POST", "/ports", {"$merge": ["kwargs"]}),
    "ironic.chassis_create": _send("POST", "/chassis", {"$merge": ["kwargs"]}),
    "ironic.node_set_maintenance": {
        "method": "PUT", "path": "/nodes/{node_id}/maintenance", "body": {"reason": _a("maint_reason", drop="never")},
        "when": [[{"state": off}, {"method": "DELETE", "body": None}] for off in (False, "false", "False", "off", "0", "no")],
    },
    "ironic.node_wait_for_provision_state": _code("wait_for_provision_state", "baremetal.get('/nodes/{node_ident}')"),
    "baremetal_introspection.wait_for_finish": _code(
        "wait_for_introspection", "baremetal_introspection.get('/introspection/{node}')"
    ),
    "magnum.certificates_rotate_ca": {"method": "PATCH", "path": "/certificates/{cluster_uuid}"},
    "manila.share_type_access_list": _get("/types/{share_type}/share_type_access", "share_type_access"),
    "manila.share_group_type_access_list": _get("/share-group-types/{share_group_type}/access", "share_group_type_access"),
    "manila.shares_access_list": _get("/share-access-rules", "access_list", query={"share_id": _a("share")}),
    "manila.shares_allow": _send(
        "POST", "/shares/{share}/action",
        {"allow_access": {
            "access_type": _a("access_type"), "access_to": _a("access"), "access_level": _a("access_level", drop="empty"),
            "metadata": _a("metadata", drop="empty"),
        }}, "access",
    ),
    "manila.shares_list": _get("/shares/detail", "shares", query=_SHARE_LIST, when=[[{"detailed": False}, {"path": "/shares"}]]),
    "manila.shares_do_list": _get("/shares/detail", "shares", query=_SHARE_LIST, when=[[{"detailed": False}, {"path": "/shares"}]]),
    "manila.share_groups_update": _send("PUT", "/share-groups/{share_group}", {"share_group": {"$merge": ["kwargs"]}}, "share_group"),
    "manila.share_group_snapshots_update": _send(
        "PUT", "/share-group-snapshots/{share_group_snapshot}", {"share_group_snapshot": {"$merge": ["kwargs"]}},
        "share_group_snapshot",
    ),
    "trove.configurations_create": _send(
        "POST", "/configurations",
        {"configuration": {
            "name": _a("name"), "values": _a("values", parse="json"), "description": _a("description", drop="empty"),
            "datastore": {"version": _a("datastore_version", drop="empty"), "type": _a("datastore", drop="empty")},
        }}, "configuration",
    ),
    "trove.configurations_edit": _send(
        "PATCH", "/configurations/{configuration}", {"configuration": {"values": _a("values", parse="json")}}
    ),
    "trove.configurations_update": _send(
        "PUT", "/configurations/{configuration}",
        {"configuration": {
            "values": _a("values", parse="json"), "name": _a("name", drop="empty"), "description": _a("description", drop="empty"),
        }},
    ),
    "zun.containers_logs": _get("/containers/{id}/logs", query={"$merge": ["kwargs"]}),
    "aodh.alarm_create": _send("POST", "/v2/alarms", _a("alarm")),
    "aodh.alarm_update": _code("update_alarm", "alarm.put('/v2/alarms/{alarm_id}')"),
    "aodh.alarm_list": _get(
        "/v2/alarms", query={"$merge": ["filters"], "sort": _a("sorts"), "limit": _a("limit", drop="empty"), "marker": _a("marker", drop="empty")}
    ),
    "gnocchi.metric_create": _send(
        "POST", "/v1/metric",
        {"archive_policy_name": _a("archive_policy_name"), "resource_id": _a("resource_id"), "name": _a("name"), "unit": _a("unit")},
    ),
    "gnocchi.measures_get": _get(
        "/v1/metric/{metric}/measures",
        query={n: _a(n) for n in ("start", "stop", "aggregation", "granularity", "refresh", "resample")},
        when=[[{"given": "resource_id"}, {"path": "/v1/resource/generic/{resource_id}/metric/{metric}/measures"}]],
    ),
    "glance.images_list": _get(
        "/images", "images", pages=True,
        query={"$merge": ["filters"], "limit": _a("limit"), "sort_key": _a("sort_key"), "sort_dir": _a("sort_dir"),
               "sort": _a("sort"), "member_status": _a("member_status")},
    ),
    "glance.images_create": _send("POST", "/images", {"$merge": ["kwargs"]}),
    "glance.images_update": _code("update_image", "image.patch('/images/{image_id}')"),
    "glance.images_upload": _code("upload_image", "image.put('/images/{image_id}/file')"),
    "glance.images_data": _code("download_image", "image.get('/images/{image_id}/file')"),
    "glance.images_add_location": _code("add_location", "image.patch('/images/{image_id}')"),
    "glance.images_delete_locations": _code("delete_locations", "image.patch('/images/{image_id}')"),
    "glance.versions_list": _code("image_versions", "image.get('/versions')"),
    "glance.schemas_get": _get("/schemas/{schema_name}"),
    "glance.metadefs_property_list": _get("/metadefs/namespaces/{namespace}/properties", "properties"),
    **{
        f"glance.metadefs_{kind}_update": _code(
            "update_metadef", f"image.put('{path}')", address=path, **more
        )
        for kind, path, more in (
            ("namespace", "/metadefs/namespaces/{namespace_name}", {}),
            ("object", "/metadefs/namespaces/{namespace}/objects/{object_name}", {}),
            ("property", "/metadefs/namespaces/{namespace}/properties/{prop_name}", {}),
            ("tag", "/metadefs/namespaces/{namespace}/tags/{tag_name}", {}),
        )
    },
    "neutron.list_ext": _code("list_extension", "network.get('{path}')"),
    "neutron.show_ext": _code("show_extension", "network.get('{path}')"),
    "neutron.create_ext": _send("POST", "{path:/}", _a("body", drop="never")),
    "neutron.update_ext": _code("update_extension", "network.put('{path}', json=…)"),
    "neutron.delete_ext": _code("delete_extension", "network.delete('{path}')"),
    "zaqar.queue_messages": _get("/queues/{queue_name}/messages", "messages", query={"$merge": ["params"]}, client_id=True),
    "zaqar.queue_post": _code("post_messages", "message.post('/queues/{queue_name}/messages')"),
    "zaqar.queue_pop": {
        "method": "DELETE", "path": "/queues/{queue_name}/messages", "query": {"pop": _a("count")}, "take": ["messages"], "client_id": True,
    },
    "zaqar.claim_messages": _send(
        "POST", "/queues/{queue_name}/claims", {"ttl": _a("ttl"), "grace": _a("grace")}, "messages",
        query={"limit": _a("limit")}, client_id=True,
    ),
    "zaqar.delete_messages": {
        "method": "DELETE", "path": "/queues/{queue_name}/messages", "query": {"ids": _a("messages", join=",")}, "client_id": True,
    },
    **{f"swift.{name}": _code(function, f"object_store.{sends}") for name, function, sends in (
        ("head_account", "swift_head", "head('')"), ("get_account", "swift_list", "get('')"),
        ("post_account", "swift_post", "post('')"), ("head_container", "swift_head", "head('/{container}')"),
        ("get_container", "swift_list", "get('/{container}')"), ("put_container", "swift_put", "put('/{container}')"),
        ("post_container", "swift_post", "post('/{container}')"), ("delete_container", "swift_delete", "delete('/{container}')"),
        ("head_object", "swift_head", "head('/{container}/{obj}')"), ("get_object", "swift_get_object", "get('/{container}/{obj}')"),
        ("put_object", "swift_put", "put('/{container}/{obj}')"), ("post_object", "swift_post", "post('/{container}/{obj}')"),
        ("delete_object", "swift_delete", "delete('/{container}/{obj}')"),
        ("copy_object", "swift_copy", "request('/{container}/{obj}', 'COPY')"),
        ("get_capabilities", "swift_capabilities", "get('/info')"),
    )},
    "swiftservice.list": _code("swiftservice_list", "object_store.get('/{container}')"),
    "swiftservice.stat": _code("swiftservice_stat", "object_store.head('/{container}')"),
    "swiftservice.capabilities": _code("swift_capabilities", "object_store.get('/info')"),
}  # fmt: skip
"""Action → what it sends."""

UNWRAPPED = {"nova.keypairs": "keypair"}
"""Managers of which each item of a list stands in a dict of its own, which the client takes away."""

CHANGING = frozenset({
    "cinder.qos_specs_associate", "cinder.qos_specs_disassociate", "cinder.qos_specs_disassociate_all",
    "cinder.volume_snapshots_update_snapshot_status", "cinder.volumes_delete_metadata",
})  # fmt: skip
"""Actions that change something, though they are sent as a GET or their name has a word of reading."""

ADDED: dict[str, str] = {
    "nova.servers_add_floating_ip": "Attach a floating IP to a server.",
    "nova.servers_remove_floating_ip": "Detach a floating IP from a server.",
    "nova.floating_ips_findall": "Find the floating IPs with the given attributes.",
    "nova.floating_ips_list": "List the floating IPs of the project.",
    "nova.images_find": "Find the one image with the given attributes.",
    "glance.image_delete": "Delete an image.",
    "keystone.endpoint_groups_list": "List endpoint groups.",
    "keystone.endpoint_filter_list_endpoint_groups_for_project": "List the endpoint groups of a project.",
    "keystone.endpoint_filter_add_endpoint_group_to_project": "Add an endpoint group to a project.",
    "keystone.endpoint_filter_delete_endpoint_group_from_project": "Take an endpoint group from a project.",
    "keystone.endpoint_filter_check_endpoint_group_in_project": "Check that a project has an endpoint group.",
}
"""Names that Mistral's mapping has lost and public workflows still use."""

PARAMETERS: dict[str, str] = {
    "neutron.list_ext": "collection path retrieve_all= **_params",
    "neutron.show_ext": "path id **_params",
    "neutron.update_ext": "path id body=",
    "neutron.delete_ext": "path id",
    "nova.servers_add_floating_ip": "server address fixed_address=",
    "nova.servers_remove_floating_ip": "server address",
    "nova.floating_ips_findall": "**kwargs",
    "nova.floating_ips_list": "",
    "nova.images_find": "**kwargs",
    "glance.image_delete": "image_id",
    "keystone.endpoint_groups_list": "",
    "keystone.endpoint_filter_list_endpoint_groups_for_project": "project",
    "keystone.endpoint_filter_add_endpoint_group_to_project": "endpoint_group project",
    "keystone.endpoint_filter_delete_endpoint_group_from_project": "endpoint_group project",
    "keystone.endpoint_filter_check_endpoint_group_in_project": "endpoint_group project",
    "nova.flavor_access_list": "flavor",
    "glance.images_list": "filters= limit= page_size= sort_key= sort_dir= sort= member_status= **kwargs",
    "magnum.certificates_rotate_ca": "cluster_uuid",
    "manila.share_snapshot_export_locations_get": "export_location snapshot",
    "manila.share_snapshot_export_locations_list": "snapshot search_opts=",
    "manila.share_snapshot_instance_export_locations_get": "export_location snapshot_instance",
    "manila.share_snapshot_instance_export_locations_list": "snapshot_instance search_opts=",
    "zaqar.queue_messages": "queue_name **params",
    "zaqar.queue_post": "queue_name messages",
    "zaqar.queue_pop": "queue_name count=1",
    "zaqar.claim_messages": "queue_name ttl= grace= limit=",
    "zaqar.delete_messages": "queue_name messages",
    "swift.head_account": "headers=",
    "swift.get_account": "marker= limit= prefix= end_marker= full_listing= headers= delimiter=",
    "swift.post_account": "headers query_string= data=",
    "swift.head_container": "container headers=",
    "swift.get_container": "container marker= limit= prefix= delimiter= end_marker= version_marker= path= full_listing= "
    "headers= query_string=",
    "swift.put_container": "container headers= query_string=",
    "swift.post_container": "container headers query_string=",
    "swift.delete_container": "container query_string= headers=",
    "swift.head_object": "container obj headers= query_string=",
    "swift.get_object": "container obj resp_chunk_size= query_string= response_dict= headers=",
    "swift.put_object": "container obj contents content_length= etag= chunk_size= content_type= headers= query_string= "
    "response_dict=",
    "swift.post_object": "container obj headers response_dict=",
    "swift.delete_object": "container obj query_string= response_dict= headers=",
    "swift.copy_object": "container obj destination= headers= fresh_metadata= response_dict=",
    "swift.get_capabilities": "url=",
    "swiftservice.list": "container= options=",
    "swiftservice.stat": "container= objects= options=",
    "swiftservice.capabilities": "url= refresh_cache= options=",
}
"""Parameters where the client says too little: ``name`` is required, ``name=default`` is not."""
