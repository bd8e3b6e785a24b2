"""What Mistral's own API answered to `mistral.*` actions, answered by Airflow (docs/mistral-actions.md)."""
