"""Rules about calls of actions and workflows, and what is passed to them."""
