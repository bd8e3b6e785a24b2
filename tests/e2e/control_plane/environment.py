"""The environment of the services' processes."""

from __future__ import annotations

import os
from pathlib import Path

from tests.e2e.control_plane.plane import Plane

DOUBLES = Path(__file__).parent / "doubles"
_PROXIES = {"http_proxy", "https_proxy", "all_proxy"}


def of_services(plane: Plane) -> dict[str, str]:
    """For everything written in Python."""
    etc = plane.state / "etc"
    kept = {name: value for name, value in os.environ.items() if name.lower() not in _PROXIES and name[:3] != "OS_"}
    return {
        **kept,
        "PATH": f"{plane.venv / 'bin'}:/usr/sbin:{os.environ['PATH']}",
        "PYTHONPATH": str(DOUBLES),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        "OS_NOVA_DISABLE_EVENTLET_PATCHING": "true",
        "OS_CINDER_DISABLE_EVENTLET_PATCHING": "true",
        **{f"OS_{name.upper()}_CONFIG_DIR": str(etc / name) for name in ("keystone", "glance", "placement", "nova")},
        "OS_NEUTRON_CONFIG_DIR": str(etc / "neutron"),
        "OS_NEUTRON_CONFIG_FILES": "neutron.conf;ml2.ini",
        "OS_CINDER_CONFIG_DIR": str(etc / "cinder"),
        "MISTRAL_CONFIG_FILE": str(etc / "mistral/mistral.conf"),
        "E2E_VOLUMES": str(plane.state / "data/cinder/volumes"),
        "no_proxy": "127.0.0.1,localhost",
    }


def of_rabbitmq(plane: Plane) -> dict[str, str]:
    """For RabbitMQ and its port mapper: nothing of the machine's own RabbitMQ is read or written."""
    etc, data = plane.state / "etc/rabbitmq", plane.state / "data/rabbit"
    return {
        **os.environ,
        "HOME": str(data),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_NODENAME": f"e2e{plane.shift}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(plane.port("amqp")),
        "RABBITMQ_DIST_PORT": str(plane.port("erlang")),
        "ERL_EPMD_PORT": str(plane.port("epmd")),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_MNESIA_BASE": str(data / "mnesia"),
        "RABBITMQ_LOG_BASE": str(plane.state / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_CONFIG_FILE": str(etc / "rabbitmq"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(etc / "enabled_plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none",
    }
