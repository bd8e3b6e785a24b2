"""Recorded runs of the real engine, on a real Airflow: scheduler, executor, triggerer, API server."""
