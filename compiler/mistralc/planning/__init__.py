"""What a run of a workflow could change, before it runs."""

from mistralc.planning.collect import Given, make_plan
from mistralc.planning.plan import Cause, Effect, Factor, Kind, Plan
from mistralc.planning.text import render

__all__ = ["Cause", "Effect", "Factor", "Given", "Kind", "Plan", "make_plan", "render"]
