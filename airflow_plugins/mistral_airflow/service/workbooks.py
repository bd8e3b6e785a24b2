"""Workbooks: only their texts. What is deployed are their workflows, named BOOK.WORKFLOW."""

from __future__ import annotations

from mistral_airflow.actions.action import Execution
from mistral_airflow.service import validation
from mistral_airflow.service.errors import require
from mistral_airflow.service.rows import Row


def validate(execution: Execution, /, *, definition: str) -> Row:
    """Whether Mistral would accept the text: `valid`, and `error` when it would not."""
    require("Workbook", definition=definition)
    return validation.validate(definition, "workbook")
