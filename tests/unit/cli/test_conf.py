"""What `mistralc run` makes of its options: the conf of an Airflow run."""

import pytest

from mistralc.cli.run import Conf


@pytest.mark.parametrize(
    ("env", "params", "parameters"),
    [
        (["a=1", "b=x=y"], [], {"env": {"a": 1, "b": "x=y"}}),
        (['{"a": {"b": [1]}, "c": "="}', "c=2"], [], {"env": {"a": {"b": [1]}, "c": 2}}),
        (["site"], [], {"env": "site"}),
        ([], ["task_name=upload", "evaluate_env=false"], {"task_name": "upload", "evaluate_env": False}),
        (["a=1"], ["task_name=upload"], {"task_name": "upload", "env": {"a": 1}}),
    ],
)
def test_execution_parameters_are_under_the_reserved_key(env, params, parameters):
    assert Conf(["x=1"], None, env, params).read() == {"x": 1, "__mistral": parameters}


def test_inputs_alone_are_the_whole_conf():
    assert Conf(["x=1"], None, [], []).read() == {"x": 1}
