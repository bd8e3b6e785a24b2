from mistralc.lowering.lower import lower
from mistralc.lowering.plan import DagPlan

__all__ = ["DagPlan", "lower"]
