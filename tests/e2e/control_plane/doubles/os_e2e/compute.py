"""nova's own fake virt driver, with what it lacks to outlive a test process:

* a snapshot does upload an image (upstream's stays 'queued' for ever);
* the node's identity is kept in state_path (plain FakeDriver writes none, and
  nova-compute then refuses its second start: hence the base class);
* servers come back after a restart (upstream's live in memory only; needs
  resume_guests_state_on_host_boot).
"""

import io

from nova import exception
from nova.compute import power_state, task_states
from nova.image import glance
from nova.virt import fake


class FakeDriver(fake.FakeDriverWithoutFakeNodes):
    def snapshot(self, context, instance, image_id, update_task_state):
        if instance.uuid not in self.instances:
            raise exception.InstanceNotRunning(instance_id=instance.uuid)
        update_task_state(task_state=task_states.IMAGE_PENDING_UPLOAD)
        api = glance.API()
        meta = api.get(context, image_id)
        meta = {
            "name": meta["name"],
            "disk_format": "raw",
            "container_format": "bare",
            "status": "active",
            "properties": dict(meta["properties"]),
        }
        update_task_state(task_state=task_states.IMAGE_UPLOADING, expected_state=task_states.IMAGE_PENDING_UPLOAD)
        api.update(context, image_id, meta, data=io.BytesIO(b"snapshot of %s\n" % instance.uuid.encode()))

    def get_host_uptime(self):
        return " 00:00:00 up 1 day,  0 users,  load average: 0.00, 0.00, 0.00"

    def _recall(self, instance, network_info=None):
        if instance.uuid in self.instances:
            return
        for vif in network_info or ():
            self._interfaces[vif["id"]] = vif
        flavor = instance.flavor
        self.resources.claim(vcpus=flavor.vcpus, mem=flavor.memory_mb, disk=flavor.root_gb)
        self.instances[instance.uuid] = fake.FakeInstance(instance.name, power_state.RUNNING, instance.uuid)

    def resume_state_on_host_boot(self, context, instance, network_info, share_info, block_device_info=None):
        self._recall(instance, network_info)

    def power_on(self, context, instance, network_info, *args, **kwargs):
        self._recall(instance, network_info)
        super().power_on(context, instance, network_info, *args, **kwargs)
