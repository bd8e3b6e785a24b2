"""How the runtime, and DAGs written by hand, reach other systems."""
