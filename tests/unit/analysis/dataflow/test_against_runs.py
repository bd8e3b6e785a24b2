"""What the analysis calls certain holds in every run: random workflows against a small engine of contexts."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mistralc.analysis.dataflow import Flow
from mistralc.analysis.texts import Moment, Point
from mistralc.model import Event
from tests.unit.making import definition, workflow

NAMES = ("x", "y")
MAX_STEPS = 40


@st.composite
def tasks(draw):
    """Up to six tasks that may fail, with transitions in any direction, joins among them."""
    count = draw(st.integers(1, 6))
    names = [f"t{i}" for i in range(count)]
    found = {}
    for place, name in enumerate(names):
        task = {"action": "std.http url=http://x"}
        for key in ("publish", "publish-on-error"):
            published = draw(st.sets(st.sampled_from(NAMES)))
            if published:
                task[key] = dict.fromkeys(sorted(published), 1)
        for clause in ("on-success", "on-error", "on-complete"):
            targets = draw(st.lists(st.sampled_from([*names[1:], "fail"]), max_size=2, unique=True))
            guarded = [draw(st.booleans()) for _ in targets]
            entries = [{t: f"<% $.i = '{t}' %>"} if g else t for t, g in zip(targets, guarded, strict=True)]
            if entries:
                task[clause] = entries
        if place and draw(st.booleans()):
            task["join"] = draw(st.sampled_from(["all", "one", 2]))
        found[name] = task
    return found


class Run:
    """One run: which tasks end in error and which guards hold is drawn; a task runs when it is triggered."""

    def __init__(self, data, flow):
        self.data = data
        self.flow = flow
        self.graph = flow.graph
        self.seen = []
        self.ends = []
        self.failed = False
        self.joins = {name: {} for name in flow.workflow.tasks}
        self.started = set()
        self.pending = [(name, {}) for name in flow.routes.starts()]

    def go(self):
        for _ in range(MAX_STEPS):
            if not self.pending:
                return True
            self.step(*self.pending.pop(0))
        return False

    def step(self, name, context):
        task = self.flow.workflow.tasks[name]
        self.seen.append((Point(Moment.BEFORE, name), context))
        ended = Event.SUCCESS if self.data.draw(st.booleans()) else Event.ERROR
        published = task.publish if ended is Event.SUCCESS else task.publish_on_error
        context = {**context, **(published or {})}
        self.seen.append((Point(Moment.AFTER, name, ended), context))
        edges = [edge for edge in self.graph.outbound(name) if edge.event in (ended, Event.COMPLETE)]
        fired = [edge for edge in edges if not edge.guard or self.data.draw(st.booleans())]
        if not fired and len(edges) > 1:
            fired = edges[:1]  # a choice leaves nothing out
        if ended is Event.ERROR and not any(edge.event is Event.ERROR for edge in fired):
            self.failed = True
        for edge in fired:
            if edge.is_command:
                self.failed = True
            else:
                self.trigger(name, edge.target, context)
        if not fired:
            self.ends.append(context)

    def trigger(self, source, target, context):
        if self.flow.workflow.tasks[target].join is None:
            self.pending.append((target, context))
            return
        arrived = self.joins[target]
        arrived[source] = {**arrived.get(source, {}), **context}
        if len(arrived) >= self.flow.routes.needed(target):  # a late trigger runs a join again, as in the engine
            self.started.add(target)
            merged = {}
            for one in arrived.values():
                merged.update(one)
            self.pending.append((target, merged))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tasks(), st.data())
def test_certain_is_certain(written, data):
    flow = Flow(started_workflow(written))
    run = Run(data, flow)
    settled = run.go()
    for point, context in run.seen:
        for name in NAMES:
            variable = flow.variable(point, name)
            assert name in context or variable.missing, (point, name)
            assert name not in context or not variable.undefined, (point, name)
    waiting = any(run.joins[name] and name not in run.started for name in run.joins)
    if settled and not run.failed and not waiting:
        final = {name for context in run.ends for name in context}
        for name in NAMES:
            variable = flow.variable(Point(Moment.OUTPUT), name)
            assert name in final or variable.missing, name
            assert name not in final or not variable.undefined, name


def started_workflow(written):
    """The workflow; `t0` has no transition to it, so that a run can start."""
    return workflow(definition(written, input=["i"]))
