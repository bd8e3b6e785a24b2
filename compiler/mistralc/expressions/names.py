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

# Their value differs between two evaluations over the same context and provider.
VOLATILE_FUNCTIONS = frozenset({"uuid", "now", "random", "lipsum"})
