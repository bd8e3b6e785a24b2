"""Rules about secrets and about what comes from outside."""
