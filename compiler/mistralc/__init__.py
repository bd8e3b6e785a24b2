"""Compiles OpenStack Mistral workflows into Apache Airflow DAGs: text in, diagnostics and DAG files out."""
