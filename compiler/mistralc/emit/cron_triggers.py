"""The DAG that starts workflows whose cron triggers are due: the same text for every workflow that creates some."""

from __future__ import annotations

from mistralc.emit.emit import MARKER, compiler_version
from mistralc.identifiers import CRON_TRIGGERS_DAG

FILE = f"{CRON_TRIGGERS_DAG}.py"

_TEXT = '''"""{dag_id}: Starts the workflows whose cron triggers are due.

{marker} {version} for workflows that create cron triggers. Do not edit. Remove it when there are none any more.

A cron trigger is an Airflow Variable `mistral_cron_trigger_NAME`. Edit it there, delete it there, or with the actions
`mistral.cron_triggers_*`; pause this DAG to start nothing. Times are UTC. What a tick started is its task's result.
"""

from airflow.sdk import DAG
from mistral_airflow.operators.cron_triggers import CronTriggersOperator

with DAG(
    dag_id="{dag_id}",
    description="Starts the workflows whose cron triggers are due.",
    doc_md=__doc__,
    schedule="* * * * *",
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    tags=["mistral-cron"],
) as dag:
    CronTriggersOperator(task_id="tick")
'''


def cron_triggers_dag() -> str:
    """The Python text of the DAG file."""
    return _TEXT.format(dag_id=CRON_TRIGGERS_DAG, marker=MARKER, version=compiler_version())
