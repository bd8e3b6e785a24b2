"""Rules about the graph of a workflow."""
