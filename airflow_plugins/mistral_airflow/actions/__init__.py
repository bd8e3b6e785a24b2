"""Actions by name, loaded when a task asks for them."""

from mistral_airflow.actions.action import Action, Execution, Parked
from mistral_airflow.actions.registry import lookup

__all__ = ["Action", "Execution", "Parked", "lookup"]
