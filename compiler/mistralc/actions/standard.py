"""The std.* actions: parameters, defaults and results as in mistral 23 `actions/std_actions.py`.

`std.wait_ssh` is an ad-hoc action there (`resources/actions/wait_ssh.yaml`). Parameters marked `added` are ours.
"""

from __future__ import annotations

from mistralc.actions.signature import CONNECTION, ActionSignature, Parameter

_SECONDS = "bool | number | str"
_TEXT = "str | null"
_ADDRESSES = "list[str] | null"


def _connection(gives: str) -> Parameter:
    return Parameter(CONNECTION, _TEXT, f"An Airflow connection that gives {gives}; arguments win over it.", added=True)


_HTTP = (
    Parameter("url", "str", "Where to send the request: `http` or `https`.", required=True),
    Parameter("method", "str", "The request's method.", default="GET"),
    Parameter("params", "any", "The query: a dict, or text."),
    Parameter("body", "any", "The body; a dict is sent as JSON text."),
    Parameter("json", "any", "The body as data, sent as JSON with its content type; not together with `body`."),
    Parameter("headers", "dict | null", "Headers; numbers become text."),
    Parameter("cookies", "dict | null", "Cookies to send.", secret=True),
    Parameter("auth", _TEXT, "`user:password` for basic authentication.", secret=True),
    Parameter("timeout", "number | null", "Seconds to wait for an answer; 60 when it is not given."),
    Parameter("allow_redirects", "any", "Whether redirects are followed; they are not by default."),
    Parameter("proxies", "dict | null", "Scheme → address of a proxy."),
    Parameter("verify", "bool | str | null", "False: accept any certificate; a path: the CA file to check it with."),
    _connection("a base address, login, password and headers"),
)

_HTTP_RESULT = (
    "dict{content: any, status: int, headers: dict, url: str, history: list, encoding: str | null, reason: str | null, "
    "cookies: dict, elapsed: float}"
)

_EMAIL = (
    Parameter("from_addr", "str", "The sender, who also logs in when there is a password.", required=True),
    Parameter("to_addrs", "list[str]", "Recipients.", required=True),
    Parameter("smtp_server", "str", "Host, or `host:port`, of the mail server.", required=True),
    Parameter("reply_to", "list[str] | str | null", "Where answers go."),
    Parameter("cc_addrs", _ADDRESSES, "Recipients of copies."),
    Parameter("bcc_addrs", _ADDRESSES, "Recipients whom the others do not see."),
    Parameter("smtp_password", _TEXT, "With it the connection is encrypted and the sender logs in.", secret=True),
    Parameter("subject", _TEXT, "`<No subject>` when there is none."),
    Parameter("body", _TEXT, "Plain text; `<No body>` when there is none."),
    Parameter("html_body", _TEXT, "The same as HTML, sent beside the plain text."),
    _connection("server, port, encryption, login, password and sender"),
)

_PASSWORD = "The user's password, or that of the private key."
_KEY_FILE = "File of a private key; a relative name is one in `~/.ssh`."
_KEY = "The private key itself."
_PORT = Parameter("port", "int | null", "Port of the host; 22 when it is not given.", added=True)
_SSH_CONNECTION = _connection("host, port, user, password, private key and host key")

_SSH = (
    Parameter("cmd", "str", "The command.", required=True),
    Parameter("host", "list[str] | str", "The host, or several: then the result is a list.", required=True),
    Parameter("username", "str", "The user there.", required=True),
    Parameter("password", _TEXT, _PASSWORD, default="", secret=True),
    Parameter("private_key_filename", _TEXT, _KEY_FILE),
    Parameter("private_key", _TEXT, _KEY, secret=True),
    Parameter(
        "return_result_on_error", "any", "True: the result is a dict, and an exit code is no error.", default=False
    ),
    _PORT,
    _SSH_CONNECTION,
)

_SSH_RESULT = "str | dict{stdout: str, stderr: str, exit_code: int} | list"

_SSH_PROXIED = (
    Parameter("cmd", "str", "The command.", required=True),
    Parameter("host", "list[str] | str", "The host behind the gateway, or several.", required=True),
    Parameter("username", "str", "The user there.", required=True),
    Parameter("private_key_filename", _TEXT, _KEY_FILE, required=True),
    Parameter("gateway_host", "str", "The host to go through; it needs `nc`.", required=True),
    Parameter("gateway_username", _TEXT, "The user on the gateway; `username` when it is not given."),
    Parameter("password", _TEXT, "Password of the private key.", secret=True),
    Parameter("proxy_command", _TEXT, "A command whose input and output are the way to the gateway."),
    Parameter("private_key", _TEXT, _KEY, secret=True),
    _PORT,
    Parameter("gateway_port", "int | null", "Port of the gateway; 22 when it is not given.", added=True),
    _SSH_CONNECTION,
)

_WAIT_SSH = (
    Parameter("host", "list[str] | str", "The host.", required=True),
    Parameter("username", "str", "The user there.", required=True),
    Parameter("password", _TEXT, _PASSWORD, required=True, secret=True),
    _PORT,
    _SSH_CONNECTION,
)

_JAVASCRIPT = (
    Parameter("script", "str", "The body of a function; what it returns is the result.", required=True),
    Parameter("context", "any", "Data that the script sees as `$`."),
)

_SSH_GIVES = frozenset({"host", "username"})

STANDARD: tuple[ActionSignature, ...] = (
    ActionSignature("std.async_noop", "Wait until somebody gives the result.", result="any", asynchronous=True),
    ActionSignature(
        "std.echo",
        "Return `output`.",
        (
            Parameter("output", "any", "The result.", required=True),
            Parameter("delay", _SECONDS, "Seconds to wait before; what is no number counts as 0.", default=0),
        ),
        result="any",
    ),
    ActionSignature(
        "std.email",
        "Send an email.",
        _EMAIL,
        mutating=True,
        twice=True,
        connection_gives=frozenset({"from_addr", "smtp_server"}),
    ),
    ActionSignature(
        "std.fail",
        "Fail.",
        (Parameter("error_data", "any", "The result of the failed task, if there is any."),),
        result="never",
    ),
    ActionSignature(
        "std.http",
        "Send an HTTP request; a status of 307 or more is an error.",
        _HTTP,
        result=_HTTP_RESULT,
        mutating=True,
    ),
    ActionSignature("std.javascript", "Evaluate JavaScript.", _JAVASCRIPT, result="any"),
    ActionSignature("std.js", "Evaluate JavaScript.", _JAVASCRIPT, result="any"),
    ActionSignature(
        "std.mistral_http",
        "Send an HTTP request and wait until whoever got it gives the result.",
        _HTTP,
        result="any",
        mutating=True,
        asynchronous=True,
    ),
    ActionSignature("std.noop", "Do nothing."),
    ActionSignature(
        "std.sleep",
        "Wait.",
        (Parameter("seconds", _SECONDS, "Whole seconds; what is no number counts as 0.", default=1),),
    ),
    ActionSignature(
        "std.ssh",
        "Run a command on a host over SSH.",
        _SSH,
        result=_SSH_RESULT,
        mutating=True,
        connection_gives=_SSH_GIVES,
    ),
    ActionSignature(
        "std.ssh_proxied",
        "Run a command on a host behind a gateway over SSH.",
        _SSH_PROXIED,
        result="str | list[str]",
        mutating=True,
        connection_gives=_SSH_GIVES | {"private_key_filename"},
    ),
    ActionSignature(
        "std.test_dict",
        "Make a dict to test with.",
        (
            Parameter("size", "bool | int", "How many keys.", default=0),
            Parameter("key_prefix", "any", "What the keys begin with; a number follows.", default=""),
            Parameter("val", "any", "The value of each.", default=""),
        ),
        result="dict",
    ),
    ActionSignature(
        "std.wait_ssh",
        "Run `ls -l` on a host over SSH: fails until one can log in there.",
        _WAIT_SSH,
        result="str | list[str]",
        connection_gives=_SSH_GIVES | {"password"},
    ),
)
