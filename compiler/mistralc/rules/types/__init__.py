"""Rules about the types of values."""
