"""What generated DAGs need in Airflow: operators, actions, and the rules of Mistral they share."""

import importlib.util
import sys
from pathlib import Path

if importlib.util.find_spec("mistralc") is None:
    # `airflow_plugins/` of a checkout used as Airflow's plugins folder, nothing installed: the compiler is beside it.
    sys.path.append(str(Path(__file__).resolve().parents[2] / "compiler"))
