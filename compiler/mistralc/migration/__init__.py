"""What a repository of workflows needs before Mistral can go: every construct with a verdict (`mistralc report`)."""

from mistralc.migration.constructs import CONSTRUCTS, Construct, Use, uses
from mistralc.migration.report import Report, Row, Verdict, make_report

__all__ = ["CONSTRUCTS", "Construct", "Report", "Row", "Use", "Verdict", "make_report", "uses"]
