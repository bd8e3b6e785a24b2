"""Sensors for DAGs written by hand."""
