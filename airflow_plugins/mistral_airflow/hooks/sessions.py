"""One keystone session for each scope of a process: its token and its HTTP connections serve every call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from mistral_airflow.hooks.scope import CloudScope

MOST_CONNECTIONS = 64
"""HTTP connections kept to one service: as many as items of with-items run side by side."""

_regions: dict[CloudScope, Any] = {}
_lock = threading.Lock()
_local = threading.local()


def connection(scope: CloudScope, configure: Callable[[], Any]) -> Any:
    """openstacksdk's Connection of a scope, for the calling thread: the SDK does not promise to share one.

    `configure` gives the CloudRegion the first time. The session it holds is shared, renews its token when that
    expires or is refused, and serves all threads.
    """
    from openstack.connection import Connection

    region = _region(scope, configure)
    own: dict[CloudScope, Any] = _local.__dict__.setdefault("connections", {})
    if scope not in own or own[scope].config is not region:
        own[scope] = Connection(config=region, app_name="mistralc")
    return own[scope]


def forget(scope: CloudScope) -> None:
    """Ask for the credentials anew the next time: these were refused, and may have been corrected since."""
    with _lock:
        _regions.pop(scope, None)


def _region(scope: CloudScope, configure: Callable[[], Any]) -> Any:
    with _lock:
        if scope not in _regions:
            region = configure()
            _pool(region.get_session())
            _regions[scope] = region
        return _regions[scope]


def _pool(session: Any) -> None:
    from keystoneauth1.session import TCPKeepAliveAdapter

    for scheme in ("http://", "https://"):
        session.session.mount(scheme, TCPKeepAliveAdapter(pool_maxsize=MOST_CONNECTIONS))
