"""Rules about retry, timeout and the other policies of a task."""
