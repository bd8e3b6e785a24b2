"""Flow-sensitive data analysis: which variable has a value where, from which place, of what type.

    data = data_of(definitions)
    data.workflows[0].flow.variable(Point(Moment.OUTPUT), "vm_id")  -> Variable(missing=True, sites=(…), type=str)

Context rules: Mistral's `engine/tasks.py`, `workflow/data_flow.py`; joins: `workflow/direct_workflow.py`.
"""

from mistralc.analysis.dataflow.examine import Examined, Read, TaskRead, WorkflowData
from mistralc.analysis.dataflow.file import FileData, data_of
from mistralc.analysis.dataflow.flow import Flow, Variable
from mistralc.analysis.dataflow.sites import Site

__all__ = ["Examined", "FileData", "Flow", "Read", "Site", "TaskRead", "Variable", "WorkflowData", "data_of"]
