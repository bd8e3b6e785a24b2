"""Records what Mistral's own actions do: python -m tests.unit.actions.record PYTHON-WITH-MISTRAL (as root, see below).

Mistral's SSH actions know no port but 22: an sshd is started on 127.0.0.2:22, which takes root's rights.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.unit.actions.cases import CASES
from tests.unit.actions.places import Places, places

HERE = Path(__file__).parent
RECORDED = HERE / "recorded"


def main(python: str) -> None:
    """Write `recorded/*.json`."""
    with tempfile.TemporaryDirectory() as folder, places(Path(folder), ssh_host="127.0.0.2", ssh_port=22) as found:
        for kind, cases in CASES.items():
            asked = [(name, found.filled(arguments)) for name, arguments in cases.values()]
            outcomes = _ask(python, "mistral_actions.py", asked)
            recorded: dict[str, Any] = dict(zip(cases, found.emptied(outcomes), strict=True))
            _write(kind, recorded)
            if kind == "email":
                sent = [name for name, (outcome, _) in recorded.items() if outcome == "result"]
                _write("mails", dict(zip(sent, _mails(found), strict=True)))
    _write("signatures", _ask(python, "mistral_signatures.py", None))


def _ask(python: str, child: str, asked: Any) -> Any:
    command = [python, str(HERE / "children" / child)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{child} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _mails(found: Places) -> Any:
    return found.emptied([*found.mail.mails, *found.login_mail.mails])


def _write(name: str, data: Any) -> None:
    (RECORDED / f"{name}.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
