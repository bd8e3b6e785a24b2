"""Cinder driver whose volumes are sparse files under $E2E_VOLUMES."""

import contextlib
import os
import subprocess

from cinder import interface
from cinder.volume import driver


@interface.volumedriver
class SparseFileDriver(driver.VolumeDriver):
    VERSION = "1.0"
    SUPPORTED = True
    CI_WIKI_NAME = "none"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.root = os.environ["E2E_VOLUMES"]

    def do_setup(self, context):
        os.makedirs(self.root, exist_ok=True)

    def check_for_setup_error(self):
        pass

    def _path(self, name):
        return os.path.join(self.root, name)

    def _grow(self, name, gib):
        with open(self._path(name), "ab") as f:
            f.truncate(gib << 30)

    def _copy(self, src, dst):
        subprocess.run(["cp", "--sparse=always", self._path(src), self._path(dst)], check=True)

    def _unlink(self, name):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path(name))

    def _update_volume_stats(self):
        self._stats = {
            "volume_backend_name": self.configuration.safe_get("volume_backend_name") or "e2e",
            "vendor_name": "e2e",
            "driver_version": self.VERSION,
            "storage_protocol": "file",
            "total_capacity_gb": 10000,
            "free_capacity_gb": 10000,
            "reserved_percentage": 0,
            "multiattach": True,
            "thin_provisioning_support": True,
            "max_over_subscription_ratio": 20.0,
            "QoS_support": False,
        }

    def create_volume(self, volume):
        self._grow(volume.name, volume.size)

    def delete_volume(self, volume):
        self._unlink(volume.name)

    def extend_volume(self, volume, new_size):
        self._grow(volume.name, new_size)

    def create_snapshot(self, snapshot):
        self._copy(snapshot.volume_name, snapshot.name)

    def delete_snapshot(self, snapshot):
        self._unlink(snapshot.name)

    def create_volume_from_snapshot(self, volume, snapshot):
        self._copy(snapshot.name, volume.name)
        self._grow(volume.name, volume.size)

    def create_cloned_volume(self, volume, src_vref):
        self._copy(src_vref.name, volume.name)
        self._grow(volume.name, volume.size)

    def clone_image(self, context, volume, image_location, image_meta, image_service):
        # "cloned", so cinder does not go on to download and probe it with
        # qemu-img, which need not be here
        with open(self._path(volume.name), "wb") as f:
            image_service.download(context, image_meta["id"], f)
        self._grow(volume.name, volume.size)
        return {}, True

    def copy_volume_to_image(self, context, volume, image_service, image_meta):
        # a thumbnail, not the whole GiB: the tests need an active image
        with open(self._path(volume.name), "rb") as f:
            image_service.update(context, image_meta["id"], {}, _Head(f, 1 << 20))

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        pass

    def remove_export(self, context, volume):
        pass

    def initialize_connection(self, volume, connector, **kwargs):
        return {"driver_volume_type": "local", "data": {"device_path": self._path(volume.name), "access_mode": "rw"}}

    def terminate_connection(self, volume, connector, **kwargs):
        pass


class _Head:
    def __init__(self, f, n):
        self.f, self.n = f, n

    def read(self, size=-1):
        size = self.n if size is None or size < 0 else min(size, self.n)
        data = self.f.read(size)
        self.n -= len(data)
        return data
