"""Our Jinja against Mistral's rules: random texts over random contexts give one value, or fail in both.

The judge is jinja2 set up as Mistral does it (jinja_expression.py): a sandbox that is not immutable, compiled anew each
time, over a copy of the context. With a Python that has Mistral (MISTRAL_PYTHON, or `.venv-mistral`), Mistral itself is
asked as well. 2,000 texts, 40,000 with `-m slow`; TEMPLATES and SEED (environment variables) ask for others.
"""

from __future__ import annotations

import copy
import json
import os
import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2.sandbox import SandboxedEnvironment

from mistralc.expressions import ExpressionError, NoFunctions, evaluate_text
from mistralc.expressions.standard import FUNCTIONS, PROVIDER
from tests.conformance.expressions.mistral_jinja import shape
from tests.conformance.expressions.random_expressions import context
from tests.conformance.expressions.random_templates import Templates, smaller

SEED = int(os.environ.get("SEED", "1"))
QUICK, FULL = 2_000, 40_000
MISTRAL = Path(os.environ.get("MISTRAL_PYTHON", Path(__file__).parents[3] / ".venv-mistral" / "bin" / "python"))
Answer = list[Any]

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")


class Rules:
    """Mistral's rules, without Mistral."""

    def __init__(self) -> None:
        self._environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self._environment.filters.update(FUNCTIONS)

    def answer(self, text: str, data: Any) -> Answer:
        """The value's shape, or that there is none."""
        provider = {PROVIDER: NoFunctions()}
        scope = {"_": data, **{name: partial(function, provider) for name, function in FUNCTIONS.items()}}
        scope |= {name: data.get(name) for name in ("__env", "__execution", "__task_execution")}
        try:
            outer, inner = re.findall(r"({{(.*?)}})", text)[0]
            if outer != text:
                return ["value", shape(self._environment.from_string(text).render(**scope))]
            result = self._environment.compile_expression(inner, undefined_to_none=False)(**scope)
            str(result)
            return ["value", shape(result)]
        except Exception:  # noqa: BLE001 - Mistral makes one kind of error of all
            return ["error", None]


def ours(text: str, data: Any) -> Answer:
    """What our evaluator makes of it."""
    before = json.dumps(data)
    try:
        answer = ["value", shape(evaluate_text(text, data))]
    except ExpressionError:
        answer = ["error", None]
    assert json.dumps(data) == before, f"{text!r} changed the context"
    return answer


def cases(count: int, seed: int) -> list[tuple[str, Any]]:
    chance = random.Random(seed)
    return [(Templates(chance.randrange(1 << 40)).template(), context(chance.randrange(1 << 30))) for _ in range(count)]


def shrunk(text: str, wrong: Callable[[str], bool]) -> str:
    """The smallest text found that still goes wrong."""
    for _ in range(40):
        text, before = next((found for found in sorted(smaller(text), key=len) if wrong(found)), text), text
        if text == before:
            return text
    return text


def run(count: int, seed: int) -> None:
    rules = Rules()

    def differs(text: str, data: Any) -> bool:
        return ours(text, data) != rules.answer(text, copy.deepcopy(data))

    seen: Counter[str] = Counter()
    for text, data in cases(count, seed):
        answer = ours(text, data)
        seen[answer[0]] += 1
        if answer != rules.answer(text, copy.deepcopy(data)):
            small = shrunk(text, partial(differs, data=data))
            pytest.fail(
                f"{small!r} (of {text!r}, seed {seed})\n  context {data}\n  ours {ours(small, data)}\n  "
                f"Mistral {rules.answer(small, copy.deepcopy(data))}"
            )
    print(f"seed {seed}: {dict(seen)}")
    assert seen["value"] > count / 5


def test_values_are_those_of_mistrals_rules() -> None:
    run(QUICK, SEED)


@pytest.mark.slow
def test_values_are_those_of_mistrals_rules_at_length() -> None:
    run(int(os.environ.get("TEMPLATES", FULL)), SEED + 1)


@pytest.mark.slow
@pytest.mark.skipif(not MISTRAL.exists(), reason="no Python with Mistral is there")
def test_values_are_those_of_mistral() -> None:
    given = cases(int(os.environ.get("TEMPLATES", FULL)), SEED + 2)
    lines = "".join(f"{json.dumps({'text': text, 'context': data})}\n" for text, data in given)
    script = Path(__file__).with_name("mistral_jinja.py")
    asked = subprocess.run([MISTRAL, script], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in asked.stdout.splitlines()]
    assert len(answers) == len(given)
    wrong = [
        f"{text!r} over {data}: ours {found}, Mistral {answer}"
        for (text, data), answer in zip(given, answers, strict=True)
        if (found := json.loads(json.dumps(ours(text, data)))) != answer
    ]
    assert wrong == []
