"""What Mistral accepts and a compilation refuses: constructs not compiled yet. Run by `compile` and `run`."""
