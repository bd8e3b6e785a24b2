"""The conformance harness: runs of the real engine, replayed through the compiler and Airflow, and compared."""
