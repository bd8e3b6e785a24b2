"""Actions that cannot be served, with the reason and what to do instead."""

from __future__ import annotations

_HELPER = "It is a helper inside of the client and calls no service"
_NONE = "Keystone's client has no such call: it fails in Mistral too"
_OAUTH = "Its requests are signed with OAuth 1, which openstacksdk has no part of"
_UPLOAD = "It works with files on the machine that runs the action"
_KEPT = "Airflow keeps what a task did as long as its run"
_FILES = "Workflows and actions are DAG files: what is deployed changes with the files, not in a run"
_COMPILE = "change the workflow files and compile them"
_BOOKS = "What is deployed of a workbook are its workflows, named BOOK.WORKFLOW"

Refusal = tuple[str, str]
"""Why, and the remedy."""

BY_NAME: dict[str, Refusal] = {
    **{
        f"neutron.extend_{what}": (_HELPER, "call the action of the resource, `neutron.list_networks` for example")
        for what in ("create", "delete", "list", "show", "update")
    },
    **{
        f"keystone.role_assignments_{what}": (
            _NONE,
            "use `keystone.roles_grant` and `keystone.roles_revoke`, `keystone.role_assignments_list` to look them up",
        )
        for what in ("create", "delete", "find", "get", "update")
    },
    "keystone.trusts_update": (_NONE, "delete the trust and create it anew"),
    **{
        f"manila.{kind}_{what}": (
            "Manila's client has no such call: it fails in Mistral too",
            f"use `manila.{kind}_get`",
        )
        for kind in ("quotas", "quota_classes")
        for what in ("list", "find", "findall")
    },
    **{
        f"keystone.oauth1.{kind}_build_url": (_HELPER, "remove the task")
        for kind in ("consumers", "request_tokens", "access_tokens")
    },
    **{
        f"keystone.oauth1.{kind}_{what}": (_OAUTH, "use application credentials instead of OAuth 1")
        for kind in ("request_tokens", "access_tokens")
        for what in ("authorize", "create", "delete", "find", "get", "head", "list", "put", "update")
    },
    "keystone.oauth1.consumers_put": (_NONE, "use `keystone.oauth1.consumers_update`"),
    **{
        f"swiftservice.{what}": (_UPLOAD, f"use `swift.{instead}`")
        for what, instead in (
            ("upload", "put_object"),
            ("download", "get_object"),
            ("delete", "delete_object"),
            ("post", "post_object"),
            ("copy", "copy_object"),
        )
    },
    "zun.containers_get_archive": (_UPLOAD, "keep such files in Swift: `swift.get_object`"),
    "glance.images_update_location": ("Glance has not allowed it by default since 2013", "create a new image"),
}

BY_PATTERN: tuple[tuple[str, Refusal], ...] = (
    (r"\w+\.\w+_convert_into_with_meta$", (_HELPER, "remove the task")),
    (
        r"mistral\.action_executions_delete$",
        (_KEPT, "leave it out: runs are deleted whole, `mistral.executions_delete`"),
    ),
    (r"mistral\.(workflows|workbooks|actions)_(create|update|delete)$", (_FILES, _COMPILE)),
    (r"mistral\.workbooks_\w+$", (_BOOKS, "ask for the workflows of the workbook: `mistral.workflows_list`")),
    (
        r"mistral\.members_\w+$",
        ("It shares resources between OpenStack projects", "give Airflow's users permissions on the DAGs"),
    ),
)
