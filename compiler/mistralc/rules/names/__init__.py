"""Rules about names of tasks and workflows."""
