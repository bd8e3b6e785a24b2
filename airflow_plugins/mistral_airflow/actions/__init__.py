"""Actions by name, loaded when a task asks for them."""

from mistral_airflow.actions.action import Action, Parked
from mistral_airflow.actions.registry import lookup

__all__ = ["Action", "Parked", "lookup"]
