"""What mistralc costs beside what its users have now, in one run: `python -m tests.bench`. No test, no limits."""
