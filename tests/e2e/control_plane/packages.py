"""What the services are made of: Debian's MariaDB and RabbitMQ, the rest in a virtual environment."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.e2e.control_plane.plane import Plane

HERE = Path(__file__).parent
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
SYSTEM = {"mariadb-server": "mariadbd", "rabbitmq-server": str(RABBITMQ)}
"""Debian package → the program of it that is needed."""


class Missing(Exception):
    """Something has to be installed by somebody else."""


def missing() -> str:
    """What is missing of Debian's packages, in words; empty when nothing is."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    absent = [package for package, program in SYSTEM.items() if not shutil.which(program, path=path)]
    return f"The control plane needs {' and '.join(absent)}: apt-get install {' '.join(absent)}" if absent else ""


def check_system() -> None:
    """Raises Missing for programs that are not there."""
    if reason := missing():
        raise Missing(reason)


def make_venv(plane: Plane) -> None:
    """Make the virtual environment, or make it anew when the requirements have changed. Raises Missing."""
    files = [HERE / "requirements.txt", *([HERE / "requirements-mistral.txt"] if plane.mistral else [])]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = plane.venv / ".made-of"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    listed = [part for file in files for part in ("-r", str(file))]
    if shutil.which("uv"):
        making = ["uv", "venv", "-q", "--clear", "-p", sys.executable, str(plane.venv)]
        filling = ["uv", "pip", "install", "-q", "-p", str(plane.venv / "bin/python")]
    else:
        making = [sys.executable, "-m", "venv", "--clear", str(plane.venv)]
        filling = [str(plane.venv / "bin/python"), "-m", "pip", "install", "-q"]
    for command in (making, [*filling, "--no-deps", *listed]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{' '.join(command[:4])} … failed:\n{done.stderr[-2000:]}")
    stamp.write_text(wanted)
