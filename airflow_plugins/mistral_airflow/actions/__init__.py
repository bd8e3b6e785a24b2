"""Actions by name, loaded when a task asks for them."""

from mistral_airflow.actions.action import ITEM, Action, Execution, Parked
from mistral_airflow.actions.registry import lookup

__all__ = ["ITEM", "Action", "Execution", "Parked", "lookup"]
