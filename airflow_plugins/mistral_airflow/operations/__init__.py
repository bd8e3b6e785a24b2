"""What a person does to a run of a compiled workflow, on Airflow's metadata: Mistral's operations on executions.

Each operation takes an SQLAlchemy session and the DagRun, leaves the commit to its caller, and raises OperationRefused
where Mistral does. Rules: mistral `engine/default_engine.py`, `engine/workflows.py`.
"""

from mistral_airflow.operations.answering import complete_action, update_action
from mistral_airflow.operations.errors import OperationRefused
from mistral_airflow.operations.pausing import pause, resume
from mistral_airflow.operations.rerunning import rerun, skip
from mistral_airflow.operations.state import state_of
from mistral_airflow.operations.stopping import stop

__all__ = [
    "OperationRefused",
    "complete_action",
    "pause",
    "rerun",
    "resume",
    "skip",
    "state_of",
    "stop",
    "update_action",
]
