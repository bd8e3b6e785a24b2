"""A task of the workflow that does something: it runs its action, publishes, and decides what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mistral_airflow.operators.ad_hoc import AdHocActions
from mistral_airflow.operators.base import MistralOperator
from mistral_airflow.operators.links import StartedRuns
from mistral_airflow.operators.routes import Route


class ActionOperator(MistralOperator):
    """Runs one Mistral task.

    Values may hold YAQL (`<% %>`) and Jinja (`{{ }}`) expressions; they are evaluated here, not by Airflow's templates.

    :param action: name of the action, `std.echo` for example; may be an expression.
    :param ad_hoc: the ad-hoc actions that `action` may name.
    :param input: the arguments of the action, or an expression that gives them.
    :param with_items: {variable: list or expression}: the action runs once for each item.
    :param concurrency: how many items at a time; all without it.
    :param publish: variables for the tasks that follow, evaluated when the action succeeded.
    :param publish_on_error: the same when it failed.
    :param publish_on_skip: the same when a person skipped the task.
    :param publish_global: variables for the whole run when the action succeeded.
    :param publish_global_on_error: the same when it failed.
    :param publish_global_on_skip: the same when a person skipped the task.
    :param keep_result: false: nobody needs the result after this task; it is not stored.
    :param retry: {"count", "delay", "break_on", "continue_on"}: repeat the action, seconds apart.
    :param wait_before: seconds to wait before the first attempt.
    :param wait_after: seconds to wait after it.
    :param timeout: seconds after which the task fails, whatever it does.
    :param pause_before: pause here until a person resumes the run.
    :param fail_on: an expression that turns a success into a failure.
    :param join: `all`, `one` or a number: how many inbound tasks must lead here, else this task fails.
    :param mapped: the id of the mapped task whose instances are the items; this one collects what came of them.
    :param routes: the transitions, in the order they are evaluated.
    :param workflow: of a WorkflowOperator, in place of `action`.
    :param workbook: where the name of a workflow is looked for first.
    :param name: the task's name in the workflow, where Airflow does not allow it as a task id.
    :param safe_rerun: whether the action may run again when its process was lost; else the task has failed then.
    """

    mistral_kind = "task"
    ui_color = "#e4f0e8"

    def __init__(
        self,
        *,
        action: str = "std.noop",
        ad_hoc: AdHocActions | None = None,
        input: Mapping[str, Any] | str | None = None,
        with_items: Mapping[str, Any] | None = None,
        concurrency: int | str | None = None,
        publish: Mapping[str, Any] | None = None,
        publish_on_error: Mapping[str, Any] | None = None,
        publish_on_skip: Mapping[str, Any] | None = None,
        publish_global: Mapping[str, Any] | None = None,
        publish_global_on_error: Mapping[str, Any] | None = None,
        publish_global_on_skip: Mapping[str, Any] | None = None,
        keep_result: bool = True,
        retry: Mapping[str, Any] | None = None,
        wait_before: int | str | None = None,
        wait_after: int | str | None = None,
        timeout: int | str | None = None,
        pause_before: bool | str | None = None,
        fail_on: bool | str = False,
        join: str | int | None = None,
        mapped: str | None = None,
        routes: Sequence[Route] = (),
        workflow: str | None = None,
        workbook: str | None = None,
        name: str | None = None,
        safe_rerun: bool | str = False,
        trigger_rule: str = "none_skipped",
        **kwargs: Any,
    ) -> None:
        if name is not None:
            kwargs.setdefault("task_display_name", name)
        self._build(trigger_rule=trigger_rule, **kwargs)
        self.name = self.task_id if name is None else name
        self.action = action
        self.ad_hoc = ad_hoc
        self.input = input
        self.with_items = with_items
        self.concurrency = concurrency
        self.publish = publish
        self.publish_on_error = publish_on_error
        self.publish_on_skip = publish_on_skip
        self.publish_global = publish_global
        self.publish_global_on_error = publish_global_on_error
        self.publish_global_on_skip = publish_global_on_skip
        self.keep_result = keep_result
        self.retry = retry
        self.wait_before = wait_before
        self.wait_after = wait_after
        self.timeout = timeout
        self.pause_before = pause_before
        self.fail_on = fail_on
        self.join = join
        self.mapped = mapped
        self.routes = tuple(routes)
        self.workflow = workflow
        self.workbook = workbook
        self.safe_rerun = safe_rerun

    @property
    def inherits_from_skipmixin(self) -> bool:
        """Whether the scheduler has to read which successors the task follows.

        It asks the database for what is there of this, for everything that waits for the task, in each of its rounds.
        """
        from mistral_airflow.flow.graph import may_skip

        return may_skip(self)

    @property
    def has_policies(self) -> bool:
        """True when a policy may delay, repeat or stop the task."""
        policies = (self.retry, self.wait_before, self.wait_after, self.timeout, self.pause_before, self.concurrency)
        return any(policy is not None for policy in policies)

    @property
    def may_wait(self) -> bool:
        """True when an attempt consists of parts that outlive a process: child runs, items."""
        return self.workflow is not None or self.with_items is not None

    def published(self, state: str) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
        """What the task publishes to its branch and globally when it ends in `state`."""
        return {
            "SUCCESS": (self.publish, self.publish_global),
            "ERROR": (self.publish_on_error, self.publish_global_on_error),
            "SKIPPED": (self.publish_on_skip, self.publish_global_on_skip),
        }.get(state, (None, None))

    @property
    def custom_operator_name(self) -> str:
        """What the UI shows below the task's name: its action."""
        return self.action

    @property
    def global_names(self) -> frozenset[str]:
        """Variables this task can publish globally."""
        sections = (self.publish_global, self.publish_global_on_error, self.publish_global_on_skip)
        return frozenset(name for section in sections for name in section or ())

    @property
    def can_end_run(self) -> bool:
        """True when a transition of this task is an engine command that ends the run."""
        return any(self._leads_to_end(route) for route in self.routes)

    def _leads_to_end(self, route: Route) -> bool:
        target = self.dag.task_dict.get(route.target) if self.dag else None
        return getattr(target, "ends_run", False)

    @property
    def crash_targets(self) -> frozenset[str]:
        """What follows when no process could decide it: unguarded on-error and on-complete transitions."""
        return frozenset(route.target for route in self.crash_routes)

    @property
    def crash_routes(self) -> list[Route]:
        """The transitions to `crash_targets` in Mistral's order; nothing comes after an engine command."""
        routes: list[Route] = []
        for route in sorted(self.routes, key=lambda route: route.event != "on-error"):
            if route.event in ("on-error", "on-complete") and not route.guard:
                routes.append(route)
                if self._leads_to_end(route):
                    break
        return routes

    def execute(self, context: Any) -> None:
        """Airflow's entry. Raises AirflowFailException when the task ends in ERROR, handled or not."""
        self._run(context).execute()

    def resume(self, context: Any, progress: Mapping[str, Any], event: Mapping[str, Any] | None = None) -> None:
        """Airflow's entry when what the task waited for has come: a moment, the end of a child run, an answer."""
        self._run(context).resume(progress, event or {})

    def _run(self, context: Any) -> Any:
        if self.mapped is not None:
            from mistral_airflow.flow.items import CollectingRun

            return CollectingRun(self, context)
        from mistral_airflow.flow.task import TaskRun

        return TaskRun(self, context)


class WorkflowOperator(ActionOperator):
    """Runs a Mistral task that calls a workflow: its run is a run of that workflow's DAG. `workflow` names it."""

    operator_extra_links = (StartedRuns(),)

    @property
    def custom_operator_name(self) -> str:
        """What the UI shows below the task's name: the workflow."""
        return f"workflow {self.workflow}"


class NoopOperator(MistralOperator):
    """A task of the workflow in which nothing happens that anyone could see: the scheduler ends it, in no process."""

    mistral_kind = "noop"
    custom_operator_name = "std.noop"
    _is_empty = True
    join = None
    ui_color = "#eef3ee"

    def __init__(
        self,
        *,
        routes: Sequence[Route] = (),
        name: str | None = None,
        trigger_rule: str = "none_skipped",
        **kwargs: Any,
    ) -> None:
        if name is not None:
            kwargs.setdefault("task_display_name", name)
        self._build(trigger_rule=trigger_rule, **kwargs)
        self.name = self.task_id if name is None else name
        self.routes = tuple(routes)

    def execute(self, context: Any) -> None:
        """Never called: the scheduler ends this task itself."""
