"""DAGs as an Airflow engineer writes them, for what `writers.by_hand` cannot say: plain Airflow, no plugin."""

from __future__ import annotations

from tests.bench.writers import OPERATOR

TRIGGER = "from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator\n"


def items(size: int) -> str:
    """One operator for all items."""
    return f"""\
from airflow.sdk import DAG, BaseOperator


class EchoAll(BaseOperator):
    def __init__(self, *, texts, **kwargs):
        super().__init__(**kwargs)
        self.texts = texts

    def execute(self, context):
        results = []
        for index, text in enumerate(self.texts):
            self.log.info("Item %s", index)
            results.append(text)
        return results


with DAG(dag_id="hand_items", schedule=None, tags=["bench"]):
    EchoAll(task_id="each", texts=list(range({size})))
"""


def calls(name: str, size: int, one_after_the_other: bool) -> str:
    """A DAG that runs another one `size` times."""
    chain = "    chain(*calls)\n" if one_after_the_other else ""
    deferrable = not one_after_the_other
    return f"""\
from airflow.sdk import chain
{TRIGGER}{OPERATOR}

class Said(Echo):
    def execute(self, context):
        return context["dag_run"].conf["text"]


with DAG(dag_id="hand_{name}_called", schedule=None, tags=["bench"]):
    Said(task_id="say", text="")

with DAG(dag_id="hand_{name}", schedule=None, tags=["bench"]):
    calls = [
        TriggerDagRunOperator(
            task_id=f"call_{{i}}",
            trigger_dag_id="hand_{name}_called",
            trigger_run_id="{{{{ run_id }}}}-" + str(i),
            logical_date=None,
            conf={{"text": f"call {{i}}"}},
            wait_for_completion=True,
            deferrable={deferrable},
            poke_interval=1,
        )
        for i in range({size})
    ]
{chain}"""


def next_run(run_id: str, number: int) -> str:
    """The id of the `number`-th run of a chain of runs that began as `run_id`."""
    return f"{run_id}+{number}" if number > 1 else run_id


def loop(size: int) -> str:
    """A DAG that runs itself again until it has run `size` times."""
    return f"""\
from airflow.sdk import DAG, BaseOperator, Param
from airflow.sdk.exceptions import AirflowSkipException
{TRIGGER}

class Count(BaseOperator):
    def execute(self, context):
        return context["params"]["n"] + 1


class Again(TriggerDagRunOperator):
    def execute(self, context):
        n = context["ti"].xcom_pull(task_ids="count")
        if n >= {size}:
            raise AirflowSkipException("that was the last round")
        first = context["run_id"].partition("+")[0]
        self.conf = {{"n": n}}
        self.trigger_run_id = f"{{first}}+{{n + 1}}"
        super().execute(context)


with DAG(dag_id="hand_loop", schedule=None, params={{"n": Param(0, type="integer")}}, tags=["bench"]):
    Count(task_id="count") >> Again(task_id="again", trigger_dag_id="hand_loop", logical_date=None)
"""


def python(size: int) -> str:
    """A loop in Python."""
    return f"""\
from airflow.sdk import DAG, BaseOperator


class Count(BaseOperator):
    def execute(self, context):
        n = 0
        while n < {size}:
            n += 1
            self.log.info("Round %s", n)
        return n


with DAG(dag_id="hand_python", schedule=None, tags=["bench"]):
    Count(task_id="count")
"""
