"""Rules about variables: where they get a value and who reads it."""
