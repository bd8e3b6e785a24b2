"""A real sshd with keys of its own, for the user who runs the tests."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.unit.actions.servers.ports import free_port

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
PASSPHRASE = "correct-horse"


@dataclass(frozen=True)
class Sshd:
    """Where it listens, who may log in, and with what."""

    host: str
    port: int
    user: str
    key: Path
    locked_key: Path
    """The same under PASSPHRASE."""
    host_key: str


@contextmanager
def sshd(folder: Path, host: str = "127.0.0.1", port: int | None = None) -> Iterator[Sshd]:
    """The server, on a free port unless one is given."""
    assert SSHD is not None
    folder.chmod(0o700)
    server = Sshd(
        host, port or free_port(host), getpass.getuser(), _key(folder / "user"), folder / "locked",
        _key(folder / "host").with_suffix(".pub").read_text(),
    )  # fmt: skip
    shutil.copy(server.key, server.locked_key)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", server.locked_key], check=True)
    (folder / "authorized_keys").write_text((folder / "user.pub").read_text())
    (folder / "config").write_text(f"""
ListenAddress {host}:{server.port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
""")
    if Path("/run").stat().st_uid == 0 and getpass.getuser() == "root":
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd of Debian separates privileges
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "config")], stdout=log, stderr=log)
    try:
        _wait(server, process, folder / "log")
        yield server
    finally:
        process.terminate()
        process.wait()


def _key(file: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file], check=True)
    return file


def _wait(server: Sshd, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection((server.host, server.port), timeout=1).close()
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.02)
        else:
            return
