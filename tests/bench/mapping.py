"""100 items of `std.echo`: one operator beside an instance of Airflow's task mapping for each (--map-items).

`python -m tests.bench.mapping`: a real scheduler, a private PostgreSQL, the two forms in turn; wall time of the runs,
processor time of all processes of the server.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from datetime import datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from mistral_airflow.local.server import AirflowServer
from mistralc.reading import compile_paths
from tests.integration import postgres

WORKFLOW = """\
version: '2.0'
{name}:
  input: [items]
  output:
    n: <% len(task(each).result) %>
  tasks:
    each:
      with-items: i in <% $.items %>
      action: std.echo output=<% $.i %>
"""
FORMS = {"one_operator": False, "mapped": True}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    programs = postgres.binaries()
    if programs is None:
        raise SystemExit("PostgreSQL is needed (Debian: postgresql)")
    with tempfile.TemporaryDirectory() as folder, postgres.Cluster(programs) as cluster:
        home = Path(folder)
        (home / "dags").mkdir()
        for name, map_items in FORMS.items():
            source = home / f"{name}.yaml"
            source.write_text(WORKFLOW.format(name=name))
            (output,) = compile_paths([source], map_items=map_items).outputs
            (home / "dags" / output.name).write_text(output.text)
        with AirflowServer(home / "dags", home, database=cluster.database("mapping")) as airflow:
            airflow.wait_for_dags(FORMS)
            seconds: dict[str, list[float]] = {name: [] for name in FORMS}
            busy: dict[str, list[float]] = {name: [] for name in FORMS}
            for _ in range(given.rounds):
                for name in FORMS:
                    before = _processor_seconds()
                    seconds[name].append(_measured(airflow, name, given.items))
                    busy[name].append(_processor_seconds() - before)
    for name in FORMS:
        wall, used = statistics.median(seconds[name]), statistics.median(busy[name])
        print(f"{name:<14} {wall:6.1f} s   {used:6.1f} s of processor time   {given.items} items")


def _measured(airflow: AirflowServer, name: str, items: int) -> float:
    run = airflow.trigger(name, {"items": list(range(items))})
    if airflow.wait(name, run, timeout=900) != "success" or airflow.xcom(name, run, "outcome") != {"n": items}:
        raise SystemExit(f"{name}: {airflow.states(name, run)}")
    told = airflow.run(name, run)
    start, end = (datetime.fromisoformat(told[key]) for key in ("start_date", "end_date"))
    return (end - start).total_seconds()


def _processor_seconds() -> float:
    """Of all processes below this one, those that have ended included."""
    used = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        used += times.user + times.system + times.children_user + times.children_system
    return used


if __name__ == "__main__":
    main()
