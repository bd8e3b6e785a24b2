"""Rules about the YAML text itself."""
