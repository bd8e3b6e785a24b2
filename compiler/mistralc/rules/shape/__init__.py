"""Rules about keys and values: what may stand where."""
