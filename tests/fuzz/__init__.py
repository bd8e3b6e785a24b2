"""Fuzzing, in bounded runs."""
