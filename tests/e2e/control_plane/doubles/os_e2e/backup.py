"""Cinder backup driver that keeps the first MiB of a volume, beside the volumes.

Importing it also answers for the host's initiators, of which there are none: Cinder asks for them with sudo.
"""

import contextlib
import os

from cinder.backup import driver
from cinder.volume import volume_utils

_KEPT = 1 << 20

volume_utils.brick_get_connector_properties = lambda *_, **__: {"host": "e2e", "ip": "127.0.0.1"}


class HeadBackupDriver(driver.BackupDriver):
    def __init__(self, context):
        super().__init__(context)
        self.root = os.environ["E2E_VOLUMES"]
        self.support_force_delete = True

    def _path(self, backup):
        return os.path.join(self.root, f"backup-{backup.id}")

    def backup(self, backup, volume_file, backup_metadata=False):
        volume_file.seek(0)
        with open(self._path(backup), "wb") as kept:
            kept.write(volume_file.read(_KEPT))

    def restore(self, backup, volume_id, volume_file, volume_is_new):
        with open(self._path(backup), "rb") as kept:
            volume_file.seek(0)
            volume_file.write(kept.read())

    def delete_backup(self, backup):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path(backup))
