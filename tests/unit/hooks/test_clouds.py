"""Where credentials come from, and what is said when they do not."""

import json

import pytest
import yaml

from mistral_airflow.flow.errors import WorkflowFault
from mistral_airflow.hooks import clouds, sessions
from mistral_airflow.hooks.connection_type import CONNECTION_TYPE
from mistral_airflow.hooks.openstack import OpenStackHook
from mistral_airflow.hooks.scope import CloudScope
from mistral_airflow.provider import get_provider_info

pytestmark = pytest.mark.airflow
URL = "http://keystone.invalid:5000/v3"
PASSWORD = "a-password-nobody-sees"


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch):
    for name in ("OS_CLOUD", "OS_CLIENT_CONFIG_FILE", "OS_AUTH_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sessions, "_regions", {})


@pytest.fixture
def connect(monkeypatch):
    def define(name="openstack_default", **fields):
        extra = fields.pop("extra", {})
        text = json.dumps({"conn_type": "openstack", **fields, "extra": extra})
        monkeypatch.setenv(f"AIRFLOW_CONN_{name.upper()}", text)

    return define


@pytest.fixture
def clouds_file(monkeypatch, tmp_path):
    auth = {"auth_url": URL, "username": "u", "password": PASSWORD, "project_name": "p", "user_domain_name": "Default"}
    file = tmp_path / "clouds.yaml"
    file.write_text(yaml.safe_dump({"clouds": {"home": {"auth": auth, "region_name": "R1"}}}))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(file))


def config(**scope):
    return OpenStackHook(**scope).get_conn().config


def test_a_connection_gives_user_project_and_region(connect):
    connect(host=URL, login="me", password=PASSWORD, extra={"project_name": "p", "region_name": "R1", "interface": ""})
    found = config()
    assert found.config["auth"]["username"] == "me"
    assert found.config["auth"]["project_name"] == "p"
    assert found.region_name == "R1"
    assert list(clouds.secrets(found)) == [PASSWORD]


def test_the_scope_of_a_task_goes_before_the_connection(connect):
    connect("other", host=URL, login="me", password=PASSWORD, extra={"project_name": "p", "region_name": "R1"})
    found = config(openstack_conn_id="other", region="R2", project="1" * 32)
    assert found.region_name == "R2"
    assert found.config["auth"]["project_id"] == "1" * 32
    assert "project_name" not in found.config["auth"]


def test_an_application_credential(connect):
    connect(host=URL, password=PASSWORD, extra={"application_credential_id": "abc"})
    assert config().config["auth_type"] == "v3applicationcredential"
    assert list(clouds.secrets(config())) == [PASSWORD]
    with pytest.raises(clouds.NoCloud, match="good for its own project only: name a connection that can use 'q'"):
        config(project="q")


def test_clouds_yaml_by_its_variable_and_by_a_connection(monkeypatch, connect, clouds_file):
    monkeypatch.setenv("OS_CLOUD", "home")
    assert config().config["auth"]["username"] == "u"
    connect(extra={"cloud": "home"}, login="other")
    sessions.forget(CloudScope())
    assert config().config["auth"]["username"] == "other"


@pytest.mark.parametrize(("scope", "words"), [
    ({}, "Add an Airflow connection of the type OpenStack"),
    ({"openstack_conn_id": "absent"}, "There is no connection 'absent': add it in Airflow, or correct `conn_id`"),
    ({"openstack_conn_id": "empty"}, "'empty' names no cloud: give it an Auth URL"),
    ({"openstack_conn_id": "named"}, "Cloud nowhere was not found. Correct the connection"),
])  # fmt: skip
def test_what_is_missing_is_said(connect, scope, words):
    connect("empty", login="me", password=PASSWORD)
    connect("named", extra={"cloud": "nowhere"})
    worked, message = OpenStackHook(**scope).test_connection()
    assert not worked
    assert words in message
    assert PASSWORD not in message


def test_one_session_serves_a_process_and_a_refused_one_is_made_anew(connect):
    connect(host=URL, login="me", password=PASSWORD, extra={"project_name": "p"})
    first = OpenStackHook().get_conn()
    assert OpenStackHook().get_conn() is first
    sessions.forget(CloudScope())
    assert OpenStackHook().get_conn().session is not first.session


def test_the_scope_of_a_run_is_narrowed_by_a_call():
    scope = CloudScope.of_environment({"openstack": {"conn_id": "c", "region": "R1"}})
    narrowed, own = scope.narrowed({"server": "s", "action_region": "R2", "action_project": "p"})
    assert (narrowed, own) == (CloudScope("c", "R2", "p"), {"server": "s"})
    assert CloudScope().narrowed({**narrowed.as_arguments(), **own}) == (narrowed, own)


def test_a_mistaken_scope_is_refused_without_its_values():
    with pytest.raises(WorkflowFault, match="it is a dict with password") as refused:
        CloudScope.of_environment({"openstack": {"password": PASSWORD}})
    assert PASSWORD not in str(refused.value)


def test_airflow_takes_the_provider_s_metadata():
    from airflow.providers_manager import ProvidersManager

    manager = ProvidersManager()
    assert manager.hooks["openstack"].hook_name == "OpenStack"
    fields = {name for name in manager.connection_form_widgets if name.startswith("extra__openstack__")}
    assert fields == {f"extra__openstack__{name}" for name in CONNECTION_TYPE["conn-fields"]}
    assert get_provider_info()["connection-types"] == [CONNECTION_TYPE]
