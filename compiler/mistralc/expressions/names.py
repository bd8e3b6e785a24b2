"""Names of functions that the analysis of expressions has to know."""

from __future__ import annotations

MISTRAL_FUNCTIONS = frozenset(
    {
        "env",
        "execution",
        "executions",
        "global",
        "json_dump",
        "json_parse",
        "task",
        "tasks",
        "uuid",
        "yaml_dump",
        "yaml_parse",
    }
)

ABOUT_RUN = frozenset({"env", "execution", "executions", "global", "task", "tasks"})
"""Functions whose value is not made of their arguments alone."""

# Their value differs between two evaluations over the same context and provider.
VOLATILE_FUNCTIONS = frozenset({"uuid", "now", "random", "lipsum"})

TASK_FIELDS = frozenset(
    {
        "id",
        "name",
        "spec",
        "state",
        "state_info",
        "result",
        "published",
        "type",
        "workflow_execution_id",
        "created_at",
        "updated_at",
    }
)
"""What `task()` gives (mistral `expressions/std_functions.py` `_convert_to_user_model`)."""
