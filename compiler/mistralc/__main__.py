"""python -m mistralc."""

from mistralc.cli import main

main()
