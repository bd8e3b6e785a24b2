"""Validators of others, each run by the Python of its own environment: cases in, one JSON line of verdicts out."""
