"""YAQL: text → AST (`parser`), AST → Python function (`compiler`), with the yaql library as the judge (`library`)."""
