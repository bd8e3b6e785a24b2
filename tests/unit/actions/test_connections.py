"""Arguments that come from an Airflow connection, on real servers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.actions.places import Places
from tests.unit.actions.servers.mail import PASSWORD, USER

pytestmark = [pytest.mark.airflow, pytest.mark.usefixtures("airflow_home")]


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch):
    """Makes a connection as an environment variable does."""

    def make(conn_id: str, **fields: Any) -> str:
        monkeypatch.setenv(f"AIRFLOW_CONN_{conn_id.upper()}", json.dumps(fields))
        return conn_id

    return make


def run(name: str, **arguments: Any) -> Any:
    from tests.unit.actions.running import run

    return run(name, arguments)


@pytest.mark.usefixtures("everywhere")
class TestHttp:
    def test_base_address_login_and_headers(self, connect, found: Places):
        connect(
            "api", conn_type="http", host="127.0.0.1", port=found.http.server_port, login="me", password="hidden-thing",
            extra={"X-Token": "t", "verify": False},
        )  # fmt: skip
        sent = run("std.http", url="/echo?a=1", conn_id="api", headers={"X-Own": "o"})["content"]
        assert (sent["path"], sent["query"]) == ("/echo", {"a": ["1"]})
        assert sent["headers"] == {"authorization": "Basic bWU6aGlkZGVuLXRoaW5n", "x-token": "t", "x-own": "o"}

    def test_arguments_win(self, connect, found: Places):
        connect("api", conn_type="http", login="me", password="hidden-thing", extra={"X-Token": "t"})
        url = f"http://127.0.0.1:{found.http.server_port}/echo"
        sent = run("std.http", url=url, conn_id="api", auth="you:x", headers={"X-Token": "o"})["content"]
        assert sent["headers"] == {"authorization": "Basic eW91Ong=", "x-token": "o"}

    def test_credentials_do_not_go_to_another_host(self, connect, found: Places):
        connect("api", conn_type="http", host="api.example.com", login="me", password="hidden-thing")
        with pytest.raises(ValueError, match=r"'api' is for api\.example\.com"):
            run("std.http", url=f"http://127.0.0.1:{found.http.server_port}/echo", conn_id="api")

    def test_there_is_none(self):
        with pytest.raises(RuntimeError, match="There is no connection 'nowhere'"):
            run("std.http", url="http://127.0.0.1/", conn_id="nowhere")


class TestEmail:
    def send(self, **arguments: Any) -> None:
        run("std.email", to_addrs=["b@example.com"], conn_id="mail", **arguments)

    def fields(self, port: int, **extra: Any) -> dict[str, Any]:
        return {
            "conn_type": "smtp", "host": "127.0.0.1", "port": port, "login": USER, "password": PASSWORD, "extra": extra
        }  # fmt: skip

    def test_starttls(self, connect, found: Places):
        connect("mail", **self.fields(found.login_mail.port, disable_ssl=True, ssl_context="none"))
        self.send()
        mail = found.login_mail.mails[-1]
        assert (mail["from"], mail["user"], mail["encrypted"]) == (USER, USER, True)

    def test_ssl(self, connect, found: Places, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("SSL_CERT_FILE", str(found.certificates.authority))
        connect("mail", **self.fields(found.ssl_mail.port, from_email="a@example.com"))
        self.send()
        mail = found.ssl_mail.mails[-1]
        assert (mail["from"], mail["user"]) == ("a@example.com", USER)

    def test_the_certificate_is_checked(self, connect, found: Places):
        connect("mail", **self.fields(found.ssl_mail.port))
        with pytest.raises(RuntimeError, match="CERTIFICATE_VERIFY_FAILED"):
            self.send()

    def test_plain(self, connect, found: Places):
        connect("mail", conn_type="smtp", host="127.0.0.1", port=found.mail.port,
                extra={"disable_ssl": True, "disable_tls": True})  # fmt: skip
        self.send(from_addr="x@example.com")
        assert found.mail.mails[-1]["from"] == "x@example.com"

    def test_no_sender(self, connect, found: Places):
        connect("mail", conn_type="smtp", host="127.0.0.1", port=found.mail.port)
        with pytest.raises(ValueError, match="No sender: give `from_addr`"):
            self.send()

    def test_other_ways_to_log_in_are_refused(self, connect, found: Places):
        connect("mail", **self.fields(found.mail.port, auth_type="oauth2"))
        with pytest.raises(ValueError, match="not with oauth2"):
            self.send()


class TestSsh:
    @pytest.fixture
    def server(self, found: Places):
        if found.ssh is None:
            pytest.skip("needs an sshd: apt-get install openssh-server")
        return found.ssh

    def test_everything(self, connect, server):
        connect("host", conn_type="ssh", host=server.host, port=server.port, login=server.user,
                extra={"private_key": server.key.read_text()})  # fmt: skip
        assert run("std.ssh", cmd="echo hello", conn_id="host") == "hello\n"

    def test_a_key_file_and_its_password(self, connect, server):
        connect("host", conn_type="ssh", port=server.port, login=server.user,
                extra={"key_file": str(server.locked_key), "private_key_passphrase": "correct-horse"})  # fmt: skip
        assert run("std.ssh", cmd="echo hello", host=server.host, conn_id="host") == "hello\n"

    def test_the_host_key_is_checked(self, connect, server):
        fields = {"conn_type": "ssh", "host": server.host, "port": server.port, "login": server.user}
        key = {"key_file": str(server.key)}
        connect("host", **fields, extra={**key, "host_key": server.host_key})
        assert run("std.ssh", cmd="echo hello", conn_id="host") == "hello\n"
        connect("host", **fields, extra={**key, "host_key": server.key.with_suffix(".pub").read_text()})
        with pytest.raises(RuntimeError, match="Failed to execute ssh cmd"):
            run("std.ssh", cmd="echo hello", conn_id="host")

    def test_behind_a_gateway(self, connect, server):
        connect("host", conn_type="ssh", host=server.host, port=server.port, login=server.user,
                extra={"key_file": str(server.key)})  # fmt: skip
        result = run(
            "std.ssh_proxied", cmd="echo hello", gateway_host=server.host, gateway_port=server.port, conn_id="host"
        )
        assert result == "hello\n"

    def test_nobody_says_as_whom(self, connect, server):
        connect("host", conn_type="ssh", host=server.host)
        with pytest.raises(ValueError, match="No username: give `username`"):
            run("std.ssh", cmd="echo hello", conn_id="host")

    def test_much_output_and_many_errors(self, server):
        """More than either buffer holds: one is read while the other fills."""
        command = "head -c 5000000 /dev/zero >&2; echo done"
        result = run("std.ssh", cmd=command, host=server.host, username=server.user, port=server.port,
                     private_key_filename=str(server.key), return_result_on_error=True)  # fmt: skip
        assert (result["stdout"], len(result["stderr"])) == ("done\n", 5000000)

    def test_wait_ssh_lists_a_directory(self, connect, server):
        connect("host", conn_type="ssh", host=server.host, port=server.port, login=server.user, password="",
                extra={"key_file": str(server.key)})  # fmt: skip
        assert run("std.wait_ssh", conn_id="host").startswith("total")
