"""What whoever runs Airflow can set: section `[mistral]` of its configuration, or `AIRFLOW__MISTRAL__…`.

Airflow's own tools list these options where the distribution is installed; the runtime works without that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SECTION = "mistral"


@dataclass(frozen=True)
class Option:
    """One option; the default is text, as a configuration file has it."""

    name: str
    default: str
    description: str
    type: str = "string"

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"AIRFLOW__{SECTION.upper()}__{self.name.upper()}"

    def text(self) -> str:
        """Its value."""
        from airflow.sdk.configuration import conf  # Airflow's configuration is slow to load and rarely needed

        return str(conf.get(SECTION, self.name, fallback=self.default))

    def number(self) -> float:
        """Its value as a number. Raises ValueError, which names the option, for what is none."""
        try:
            return float(self.text())
        except ValueError:
            raise ValueError(f"The option [{SECTION}] {self.name} is no number: {self.text()!r}") from None

    def words(self) -> list[str]:
        """Its value as a list: comma-separated."""
        return [word for part in self.text().split(",") if (word := part.strip())]


HTTP_ALLOWED_HOSTS = Option(
    "http_allowed_hosts",
    "",
    "The only hosts that std.http and std.mistral_http may connect to, comma-separated; empty for any host.",
)
HTTP_DENIED_NETWORKS = Option(
    "http_denied_networks",
    "0.0.0.0/8,127.0.0.0/8,169.254.0.0/16,::/128,::1/128,fe80::/10",
    "Networks that std.http and std.mistral_http may not connect to, comma-separated. The default is this machine and "
    "what is only reachable from it, where clouds keep the credentials of their machines.",
)
HTTP_TIMEOUT = Option(
    "http_timeout", "60", "Seconds that std.http waits for an answer when the task does not say; 0 for ever.", "float"
)
HTTP_MAX_RESPONSE_BYTES = Option(
    "http_max_response_bytes",
    "5242880",
    "The longest answer that std.http takes, by its Content-Length; 0 for any.",
    "integer",
)
SHORT_WAIT = Option(
    "short_wait",
    "3",
    "Seconds that a task waits in its own process before it gives up its worker slot: a deferral costs two to three "
    "seconds and a second process. For a run that it has started it waits so long only while that gets a slot.",
    "float",
)
ACTIVATION_LIMIT = Option(
    "activation_limit",
    "10000",
    "How often the tasks of a loop may be activated from one transition into it, before the run ends with an error.",
    "integer",
)
MERGE_STRATEGY = Option(
    "merge_strategy",
    "replace",
    "What happens to a dict that is published over another: `replace`, or `merge` leaf by leaf. Mistral's `[engine] "
    "merge_strategy`.",
)
OPTIONS = (
    HTTP_ALLOWED_HOSTS, HTTP_DENIED_NETWORKS, HTTP_TIMEOUT, HTTP_MAX_RESPONSE_BYTES,
    SHORT_WAIT, ACTIVATION_LIMIT, MERGE_STRATEGY,
)  # fmt: skip


def described() -> dict[str, Any]:
    """The options in the form of Airflow's provider metadata."""
    options = {
        option.name: {
            "description": option.description,
            "version_added": None,
            "type": option.type,
            "example": None,
            "default": option.default,
        }
        for option in OPTIONS
    }
    return {SECTION: {"description": "Options of the runtime of compiled Mistral workflows.", "options": options}}
