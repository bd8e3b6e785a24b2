"""What a task leaves behind goes through JSON, and its keys through a URL."""

import json
import string

from hypothesis import given
from hypothesis import strategies as st

from mistral_airflow.flow.record import Ending, Record, global_key, variable_key

URL_SAFE = set(string.ascii_letters + string.digits + "$=_-. ")


def test_a_record_comes_back_as_it_was():
    record = Record("t", "ERROR", "why", (1.5, 2), 3.5, [("b", "on-error")], True, {"x": {"at": "t"}}, ["x"], ["g"])
    record.ending = Ending("ERROR", {"a": 1}, "t", 4.5)
    assert Record.from_xcom(json.loads(json.dumps(record.to_xcom()))) == record
    assert Record.from_xcom(json.loads(json.dumps(Record("t", "SUCCESS").to_xcom()))) == Record("t", "SUCCESS")


def test_a_key_is_written_as_the_author_reads_it():
    assert variable_key("vm_id") == "$.vm_id"
    assert variable_key("my var-1.x") == "$.my var-1.x"
    assert global_key("vm_id") == "global.vm_id"


@given(st.lists(st.text(max_size=600), unique=True, max_size=5))
def test_keys_are_different_short_and_made_of_what_a_url_carries(names):
    keys = [variable_key(name) for name in names]
    assert len(set(keys)) == len(names)
    assert all(len(key) <= 512 and URL_SAFE.issuperset(key) for key in keys)
