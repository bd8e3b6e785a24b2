"""Seeded faults in real workflows: which of them the checker finds, and where (docs/checker-mutations.md)."""
