"""Random workflows, the same for the same seed: food for comparing the compiler with the real engine."""
