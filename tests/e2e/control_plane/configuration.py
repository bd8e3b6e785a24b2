"""The services' configuration, made of the templates in `etc/`: `$name` stands for what differs from plane to plane."""

from __future__ import annotations

import shutil
from pathlib import Path
from string import Template

import yaml

from tests.e2e.control_plane.plane import CLOUD, MEMBER_CLOUD, Plane

TEMPLATES = Path(__file__).parent / "etc"
SHIPPED = {
    "glance": ["glance-api-paste.ini"],
    "nova": ["api-paste.ini"],
    "neutron": ["api-paste.ini"],
    "cinder": ["api-paste.ini", "resource_filters.json"],
}
"""Files that come with the services and are used as they are."""

FOLDERS = (
    "etc/policy.d", "data/lock", "data/rabbit", "data/glance/images", "data/glance/staging", "data/glance/tasks",
    "data/nova/compute-1", "data/neutron", "data/cinder/coordination", "data/cinder/volumes",
)  # fmt: skip


def write(plane: Plane) -> None:
    """Write all of it, clouds.yaml too."""
    for folder in FOLDERS:
        plane.folder(*folder.split("/"))
    for template in sorted(TEMPLATES.rglob("*")):
        if template.is_file() and template.name not in ("credentials", "common.conf"):
            target = plane.folder("etc", *template.relative_to(TEMPLATES).parts[:-1]) / template.name
            target.write_text(Template(template.read_text()).substitute(_values(plane, target.parent.name)))
    for service, files in SHIPPED.items():
        for file in files:
            shutil.copyfile(plane.venv / "etc" / service / file, plane.state / "etc" / service / file)
    (plane.state / "etc/policy.yaml").write_text("{}\n")  # the policies in the code and nothing else
    plane.clouds_file.touch(mode=0o600)
    plane.clouds_file.write_text(yaml.safe_dump(_clouds(plane), sort_keys=False))


def _values(plane: Plane, service: str) -> dict[str, str]:
    """What the templates of one service can name."""
    values = {f"port_{name}": str(plane.port(name)) for name in ("amqp", "glance")}
    values.update(
        etc=str(plane.state / "etc"), data=str(plane.state / "data"), secret=plane.secret, auth_url=plane.auth_url,
        rabbit=plane.rabbit, database=plane.database(service), api_database=plane.database("nova_api"), user=service,
    )  # fmt: skip
    for user in ("nova", "neutron", "placement", "glance", "cinder", "mistral"):
        credentials = Template((TEMPLATES / "credentials").read_text())
        values[f"as_{user}"] = credentials.substitute(values, user=user).strip()
    values["as_me"] = values.get(f"as_{service}", "")
    values["common"] = Template((TEMPLATES / "common.conf").read_text()).substitute(values)
    return values


def _clouds(plane: Plane) -> dict[str, object]:
    return {"clouds": {CLOUD: _cloud(plane, "admin"), MEMBER_CLOUD: _cloud(plane, "demo")}}


def _cloud(plane: Plane, name: str) -> dict[str, object]:
    auth = {
        "auth_url": plane.auth_url, "username": name, "password": plane.secret, "project_name": name,
        "user_domain_name": "Default", "project_domain_name": "Default",
    }  # fmt: skip
    return {"auth": auth, "region_name": "RegionOne", "identity_api_version": 3}
