"""create_vm: Boot a server and give it a floating IP; leave nothing behind when that fails.

Wants an OpenStack cloud: an Airflow connection `openstack_default`, or OS_CLOUD and clouds.yaml.

Compiled by mistralc 0.1.0 from create_vm.yaml (sha256 5ac79873f342). Do not edit: change the workflow and compile again.

```yaml
create_vm:
  description: |
    Boot a server and give it a floating IP; leave nothing behind when that fails.

    Wants an OpenStack cloud: an Airflow connection `openstack_default`, or OS_CLOUD and clouds.yaml.
  tags: [example, openstack]
  input:
    - vm_name
    - image
    - flavor
    - network
    - external_network
    - key_name: null
    - security_groups: [default]
  output:
    vm_id: <% $.vm_id %>
    fixed_ip: <% $.fixed_ip %>
    floating_ip: <% $.floating_ip %>
  output-on-error:
    problem: <% $.get(problem) %>

  tasks:
    find_image:
      action: glance.images_list
      input:
        filters:
          name: <% $.image %>
      publish:
        image_id: <% task().result.id.first(null) %>
      on-success:
        - fail(msg="There is no image <% $.image %>"): <% $.image_id = null %>
        - create_server

    find_flavor:
      action: nova.flavors_find name=<% $.flavor %>
      publish:
        flavor_id: <% task().result.id %>
      publish-on-error:
        problem: <% task().result %>
      on-success: create_server
      on-error: fail(msg=<% $.problem %>)

    find_network:
      action: neutron.list_networks name=<% $.network %>
      publish:
        network_id: <% task().result.networks.id.first(null) %>
      on-success:
        - fail(msg="There is no network <% $.network %>"): <% $.network_id = null %>
        - create_server

    find_external_network:
      action: neutron.list_networks name=<% $.external_network %>
      publish:
        external_network_id: <% task().result.networks.id.first(null) %>
      on-success:
        - fail(msg="There is no network <% $.external_network %>"): <% $.external_network_id = null %>
        - create_server

    create_server:
      join: all
      action: nova.servers_create
      input:
        name: <% $.vm_name %>
        image: <% $.image_id %>
        flavor: <% $.flavor_id %>
        nics:
          - net-id: <% $.network_id %>
        key_name: <% $.key_name %>
        security_groups: <% $.security_groups %>
      publish:
        vm_id: <% task().result.id %>
      publish-on-error:
        problem: <% task().result %>
      on-success: wait_for_server
      on-error: fail(msg=<% $.problem %>)

    wait_for_server:
      action: nova.servers_find id=<% $.vm_id %> status="ACTIVE"
      retry:
        delay: 2
        count: 90
      publish-on-error:
        problem: <% task().result %>
      on-success: create_floating_ip
      on-error: delete_server

    create_floating_ip:
      action: neutron.create_floatingip
      input:
        body:
          floatingip:
            floating_network_id: <% $.external_network_id %>
      publish:
        floating_ip_id: <% task().result.floatingip.id %>
        floating_ip: <% task().result.floatingip.floating_ip_address %>
      publish-on-error:
        problem: <% task().result %>
      on-success: find_port
      on-error: delete_server

    find_port:
      action: neutron.list_ports device_id=<% $.vm_id %>
      publish:
        port_id: <% task().result.ports.first().id %>
        fixed_ip: <% task().result.ports.first().fixed_ips.first().ip_address %>
      publish-on-error:
        problem: <% task().result %>
      on-success: associate_floating_ip
      on-error: release_floating_ip

    associate_floating_ip:
      action: neutron.update_floatingip
      input:
        floatingip: <% $.floating_ip_id %>
        body:
          floatingip:
            port_id: <% $.port_id %>
      publish-on-error:
        problem: <% task().result %>
      on-error: release_floating_ip

    release_floating_ip:
      action: neutron.delete_floatingip floatingip=<% $.floating_ip_id %>
      on-complete: delete_server

    delete_server:
      action: nova.servers_delete server=<% $.vm_id %>
      on-complete: fail(msg=<% $.problem %>)
```
"""

from airflow.sdk import DAG, Label
from mistral_airflow.operators import (
    ActionOperator,
    CommandOperator,
    OutcomeOperator,
    gate,
    on_complete,
    on_error,
    on_success,
    optional,
    required,
)

with DAG(
    dag_id="create_vm",
    description="Boot a server and give it a floating IP; leave nothing behind when that fails.",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "vm_name": required(),
        "image": required(),
        "flavor": required(),
        "network": required(),
        "external_network": required(),
        "key_name": optional(None),
        "security_groups": optional(["default"]),
    },
    tags=["mistral", "example", "openstack"],
) as dag:
    find_image = ActionOperator(  # line 26
        task_id="find_image",
        action="glance.images_list",
        input={"filters": {"name": "<% $.image %>"}},
        publish={"image_id": "<% task().result.id.first(null) %>"},
        routes=[on_success("find_image.fail", when="<% $.image_id = null %>"), on_success("create_server")],
    )

    find_image_fail = CommandOperator(
        task_id="find_image.fail",
        command="fail",
        message="There is no image <% $.image %>",
    )

    find_flavor = ActionOperator(  # line 37
        task_id="find_flavor",
        action="nova.flavors_find",
        input={"name": "<% $.flavor %>"},
        publish={"flavor_id": "<% task().result.id %>"},
        publish_on_error={"problem": "<% task().result %>"},
        routes=[on_error("find_flavor.fail"), on_success("create_server")],
    )

    find_flavor_fail = CommandOperator(
        task_id="find_flavor.fail",
        command="fail",
        message="<% $.problem %>",
    )

    find_network = ActionOperator(  # line 46
        task_id="find_network",
        action="neutron.list_networks",
        input={"name": "<% $.network %>"},
        publish={"network_id": "<% task().result.networks.id.first(null) %>"},
        routes=[on_success("find_network.fail", when="<% $.network_id = null %>"), on_success("create_server")],
    )

    find_network_fail = CommandOperator(
        task_id="find_network.fail",
        command="fail",
        message="There is no network <% $.network %>",
    )

    find_external_network = ActionOperator(  # line 54
        task_id="find_external_network",
        action="neutron.list_networks",
        input={"name": "<% $.external_network %>"},
        publish={"external_network_id": "<% task().result.networks.id.first(null) %>"},
        routes=[
            on_success("find_external_network.fail", when="<% $.external_network_id = null %>"),
            on_success("create_server"),
        ],
    )

    find_external_network_fail = CommandOperator(
        task_id="find_external_network.fail",
        command="fail",
        message="There is no network <% $.external_network %>",
    )

    create_server = ActionOperator(  # line 62
        task_id="create_server",
        action="nova.servers_create",
        input={
            "name": "<% $.vm_name %>",
            "image": "<% $.image_id %>",
            "flavor": "<% $.flavor_id %>",
            "nics": [{"net-id": "<% $.network_id %>"}],
            "key_name": "<% $.key_name %>",
            "security_groups": "<% $.security_groups %>",
        },
        publish={"vm_id": "<% task().result.id %>"},
        publish_on_error={"problem": "<% task().result %>"},
        join="all",
        trigger_rule="none_failed_min_one_success",
        routes=[on_error("create_server.fail"), on_success("wait_for_server")],
    )

    create_server_fail = CommandOperator(
        task_id="create_server.fail",
        command="fail",
        message="<% $.problem %>",
    )

    wait_for_server = ActionOperator(  # line 80
        task_id="wait_for_server",
        action="nova.servers_find",
        input={"id": "<% $.vm_id %>", "status": "ACTIVE"},
        publish_on_error={"problem": "<% task().result %>"},
        retry={"count": 90, "delay": 2},
        routes=[on_error("delete_server"), on_success("create_floating_ip")],
    )

    create_floating_ip = ActionOperator(  # line 90
        task_id="create_floating_ip",
        action="neutron.create_floatingip",
        input={"body": {"floatingip": {"floating_network_id": "<% $.external_network_id %>"}}},
        publish={
            "floating_ip_id": "<% task().result.floatingip.id %>",
            "floating_ip": "<% task().result.floatingip.floating_ip_address %>",
        },
        publish_on_error={"problem": "<% task().result %>"},
        routes=[on_error("delete_server"), on_success("find_port")],
    )

    find_port = ActionOperator(  # line 104
        task_id="find_port",
        action="neutron.list_ports",
        input={"device_id": "<% $.vm_id %>"},
        publish={
            "port_id": "<% task().result.ports.first().id %>",
            "fixed_ip": "<% task().result.ports.first().fixed_ips.first().ip_address %>",
        },
        publish_on_error={"problem": "<% task().result %>"},
        routes=[on_error("release_floating_ip"), on_success("associate_floating_ip")],
    )

    associate_floating_ip = ActionOperator(  # line 114
        task_id="associate_floating_ip",
        action="neutron.update_floatingip",
        input={"floatingip": "<% $.floating_ip_id %>", "body": {"floatingip": {"port_id": "<% $.port_id %>"}}},
        publish_on_error={"problem": "<% task().result %>"},
        routes=[on_error("release_floating_ip")],
    )

    release_floating_ip = ActionOperator(  # line 125
        task_id="release_floating_ip",
        action="neutron.delete_floatingip",
        input={"floatingip": "<% $.floating_ip_id %>"},
        trigger_rule="none_failed_min_one_success",
        routes=[on_complete("delete_server")],
    )

    delete_server = ActionOperator(  # line 129
        task_id="delete_server",
        action="nova.servers_delete",
        input={"server": "<% $.vm_id %>"},
        trigger_rule="none_failed_min_one_success",
        routes=[on_complete("delete_server.fail")],
    )

    delete_server_fail = CommandOperator(
        task_id="delete_server.fail",
        command="fail",
        message="<% $.problem %>",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"vm_id": "<% $.vm_id %>", "fixed_ip": "<% $.fixed_ip %>", "floating_ip": "<% $.floating_ip %>"},
        output_on_error={"problem": "<% $.get(problem) %>"},
    )

    gate(find_image, create_server, "find_image.create_server", "on-success")
    find_image >> find_image_fail
    gate(find_flavor, create_server, "find_flavor.create_server", "on-success")
    find_flavor >> Label("on-error") >> find_flavor_fail
    gate(find_network, create_server, "find_network.create_server", "on-success")
    find_network >> find_network_fail
    gate(find_external_network, create_server, "find_external_network.create_server", "on-success")
    find_external_network >> find_external_network_fail
    create_server >> Label("on-error") >> create_server_fail
    create_server >> wait_for_server
    gate(wait_for_server, delete_server, "wait_for_server.delete_server", "on-error")
    wait_for_server >> create_floating_ip
    gate(create_floating_ip, delete_server, "create_floating_ip.delete_server", "on-error")
    create_floating_ip >> find_port
    gate(find_port, release_floating_ip, "find_port.release_floating_ip", "on-error")
    find_port >> associate_floating_ip
    gate(associate_floating_ip, release_floating_ip, "associate_floating_ip.release_floating_ip", "on-error")
    gate(release_floating_ip, delete_server, "release_floating_ip.delete_server", "on-complete")
    delete_server >> Label("on-complete") >> delete_server_fail
    [
        find_image_fail,
        find_flavor_fail,
        find_network_fail,
        find_external_network_fail,
        create_server_fail,
        delete_server_fail,
    ] >> outcome
