"""Running the same graphs on three sides: compiled DAGs and hand-written ones on one Airflow, and Mistral's engine."""
