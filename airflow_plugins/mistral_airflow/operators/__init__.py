"""What generated DAG files import. Light on purpose: every task process and the DAG processor pay for it."""

from mistral_airflow.operators.action import ActionOperator, NoopOperator, WorkflowOperator
from mistral_airflow.operators.ad_hoc import AdHocAction, AdHocActions
from mistral_airflow.operators.command import CommandOperator
from mistral_airflow.operators.gates import GateOperator, either, gate, threshold
from mistral_airflow.operators.inputs import optional, required
from mistral_airflow.operators.items import ItemsEndOperator, ItemsOperator, each_item
from mistral_airflow.operators.outcome import OutcomeOperator
from mistral_airflow.operators.regions import ActivationOperator, ExitOperator, RegionOutcomeOperator, region
from mistral_airflow.operators.routes import NOOP, on_complete, on_error, on_skip, on_success, required_by
from mistral_airflow.operators.target import TargetOperator
from mistral_airflow.operators.vars import VarsOperator

__all__ = [
    "NOOP",
    "ActionOperator",
    "ActivationOperator",
    "AdHocAction",
    "AdHocActions",
    "CommandOperator",
    "ExitOperator",
    "GateOperator",
    "ItemsEndOperator",
    "ItemsOperator",
    "NoopOperator",
    "OutcomeOperator",
    "RegionOutcomeOperator",
    "TargetOperator",
    "VarsOperator",
    "WorkflowOperator",
    "each_item",
    "either",
    "gate",
    "on_complete",
    "on_error",
    "on_skip",
    "on_success",
    "optional",
    "region",
    "required",
    "required_by",
    "threshold",
]
