"""Mistral's engine in a process of its own, in Mistral's environment."""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import psutil

from tests.bench.environments import ROOT, Environment
from tests.bench.running import processor
from tests.bench.running.contests import Contest
from tests.bench.running.measure import Failed, Taken

SCRIPT = ROOT / "tests" / "bench" / "children" / "run_mistral.py"
START_TIMEOUT = 120.0


class MistralSide:
    """A running engine."""

    def __init__(self, start: Callable[[], subprocess.Popen[str]], workflows: Sequence[str]) -> None:
        self._start = start
        self._workflows = list(workflows)
        self.begin()

    def begin(self) -> None:
        """Start an engine that knows the workflows. Raises Failed when it does not start."""
        self._process = self._start()
        with self.running():
            self.ask({"workflows": self._workflows}, START_TIMEOUT)

    def end(self) -> None:
        """End the engine, whatever it does."""
        self._process.kill()
        self._process.wait()

    def run(self, contest: Contest, limit: float) -> Taken:
        """Run the contest's workflow, as often as it says, at once; give it up after `limit` seconds. Raises Failed."""
        with self.running():
            return self._run(contest, limit)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let it run while the block lasts: an engine that waits asks for messages all the time."""
        self._process.send_signal(signal.SIGCONT)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGSTOP)

    def _run(self, contest: Contest, limit: float) -> Taken:
        cpu = self._cpu()
        question = {"workflow": contest.name, "executions": contest.executions, "limit": limit}
        answer = self.ask(question, limit + 30)
        if "RUNNING" in answer["states"]:
            taken = Taken(answer["seconds"], self._cpu() - cpu, ended=False)
            self.end()  # what it has begun would go on beside the next graph
            self.begin()
            return taken
        if answer["states"] != {"SUCCESS": contest.executions}:
            raise Failed(f"Mistral: {contest.name}: {answer['states']} after {answer['seconds']:.0f} s")
        if contest.output is not None and answer["output"] != contest.output:
            raise Failed(f"Mistral: {contest.name}: its output is {answer['output']}, not {contest.output}")
        return Taken(answer["seconds"], self._cpu() - cpu)

    def _cpu(self) -> float:
        process = psutil.Process(self._process.pid)
        return processor.seconds([process.pid, *(child.pid for child in process.children(recursive=True))])

    def ask(self, question: dict[str, Any] | None, limit: float) -> Any:
        """One line to the engine's process and one back. Raises Failed when none comes in `limit` seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if question is not None:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        late = threading.Timer(limit, self._process.kill)
        late.start()
        try:
            line = self._process.stdout.readline()
        finally:
            late.cancel()
        if not line:
            raise Failed("Mistral's process has ended or did not answer in time")
        return json.loads(line)


@contextmanager
def engine(environment: Environment, contests: Sequence[Contest]) -> Iterator[MistralSide]:
    """A running engine that knows the workflows of `contests`. Raises Failed when it does not start."""
    with tempfile.TemporaryFile("w+") as errors, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:

        def start() -> subprocess.Popen[str]:
            return subprocess.Popen(
                [environment.python, str(SCRIPT)], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=errors, text=True,
            )  # fmt: skip

        try:
            side = MistralSide(start, [text for contest in contests for text in contest.workflows])
            stack.callback(side.end)
            yield side
        except Failed as failed:
            errors.seek(0)
            raise Failed(f"{failed}\n{errors.read()[-2000:]}") from failed
