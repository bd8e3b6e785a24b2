"""From names that Mistral allows (any string) to ids that Airflow allows. Compiler and runtime must agree on them."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_ID = 250
"""Airflow's limit for task and DAG ids (and, with the ending of a file name, what file systems allow)."""

CRON_TRIGGERS_DAG = "mistral_cron_triggers"
"""The DAG that starts workflows whose cron triggers are due."""

_NOT_IN_ID = re.compile(r"[^\w.-]+", re.ASCII)


def airflow_id(name: str) -> str:
    """`name` as an Airflow id: unchanged where it is ASCII and Airflow allows it.

    Airflow allows letters of any script, and its in-process API (`dag.test`, `mistralc run`) then fails over its own
    URLs. Where letters are lost, or the end of a long name, a digest of the name keeps ids apart.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    safe = _NOT_IN_ID.sub("_", plain) or "_"
    if name.isascii() and len(safe) <= MAX_ID:
        return safe
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{safe[: MAX_ID - 9]}-{digest}"
