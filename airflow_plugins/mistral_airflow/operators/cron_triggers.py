"""The task that starts workflows whose cron triggers are due, in the DAG that `mistralc compile` writes for it."""

from __future__ import annotations

from typing import Any

from airflow.sdk import BaseOperator


class CronTriggersOperator(BaseOperator):
    """Looks at the cron triggers once. Returns what it started: `trigger`, `due`, `execution_id`, `missed`, `error`."""

    ui_color = "#dfe7f5"

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """Start what is due now. Raises AirflowFailException when a trigger is broken or its workflow cannot start."""
        from airflow.sdk.exceptions import AirflowFailException

        from mistral_airflow.service.rows import now
        from mistral_airflow.service.ticking import failures, tick

        fired = tick(now())
        if failed := failures(fired):
            context["ti"].xcom_push("return_value", fired)
            raise AirflowFailException(failed)
        return fired
