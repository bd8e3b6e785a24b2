"""The workflow's `vars`, evaluated once at the start of a run."""

from __future__ import annotations

from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.flow.errors import StartRefused
from mistral_airflow.flow.functions import TaskFunctions
from mistral_airflow.flow.record import variable_key
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistralc.expressions import ExpressionError, stored


def evaluate_vars(operator: Any, context: Any) -> None:
    """Evaluate the workflow's `vars` against input and env; they do not see each other (hw-vars-referencing-var-fails).

    Raises AirflowFailException when one fails; then nothing of the workflow starts.
    """
    run = Run(context)
    run.has_vars = False
    run.store.follow([])
    try:
        run.check_start()
        evaluated = stored(Scope(run, {}, TaskFunctions(run)).evaluate(operator.values))
    except (ExpressionError, StartRefused) as fault:
        run.refuse_start(operator, fault)
        raise AirflowFailException(f"The run cannot start: {fault}") from None
    for name, value in evaluated.items():
        run.store.write(variable_key(name), value)
    run.store.follow(operator.downstream_task_ids)
