"""The folder of DAG files: what is written, changed, left and removed, and that nothing else is touched."""

import json

import pytest
import yaml

from mistralc.folder import MANIFEST, Change, DagFolder, FolderError
from mistralc.reading import compile_paths
from tests.unit.making import definition

TASKS = {"t": {"action": "std.echo output=1"}}


def flow(name, action="std.echo output=1"):
    return definition({"t": {"action": action}}).replace("flow:", f"{name}:")


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "workflows"
    folder.mkdir()
    (folder / "a.yaml").write_text(flow("a"))
    (folder / "b.yaml").write_text(flow("b"))
    return folder


@pytest.fixture
def dags(tmp_path):
    return tmp_path / "dags"


def update(dags, *paths, dry=False):
    changes = DagFolder(dags).update(compile_paths(paths), paths, dry=dry)
    return {change.name: list(names) for change, names in changes.items() if names}


def listing(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_files_are_written_then_left_then_changed(sources, dags):
    assert update(dags, sources) == {"WRITTEN": ["a.py", "b.py"]}
    assert update(dags, sources) == {"LEFT": ["a.py", "b.py"]}
    (sources / "a.yaml").write_text(flow("a", "std.noop"))
    assert update(dags, sources) == {"CHANGED": ["a.py"], "LEFT": ["b.py"]}


def test_a_file_that_is_left_is_not_touched(sources, dags):
    update(dags, sources)
    before = (dags / "a.py").stat().st_mtime_ns, (dags / MANIFEST).stat().st_mtime_ns
    update(dags, sources)
    assert before == ((dags / "a.py").stat().st_mtime_ns, (dags / MANIFEST).stat().st_mtime_ns)


def test_dry_says_the_same_and_does_nothing(sources, dags):
    assert update(dags, sources, dry=True) == {"WRITTEN": ["a.py", "b.py"]}
    assert not dags.exists()
    update(dags, sources)
    (sources / "a.yaml").unlink()
    assert update(dags, sources, dry=True) == {"LEFT": ["b.py"], "REMOVED": ["a.py"]}
    assert "a.py" in listing(dags)


def test_the_file_of_a_workflow_that_is_gone_is_removed(sources, dags):
    update(dags, sources)
    (sources / "a.yaml").unlink()
    assert update(dags, sources) == {"LEFT": ["b.py"], "REMOVED": ["a.py"]}
    assert listing(dags) == [MANIFEST, "b.py"]


def test_the_file_of_a_workflow_that_was_renamed_is_removed(sources, dags):
    update(dags, sources)
    (sources / "a.yaml").write_text(flow("c"))
    assert update(dags, sources / "a.yaml") == {"WRITTEN": ["c.py"], "REMOVED": ["a.py"]}


def test_files_of_other_sources_stay(sources, dags):
    update(dags, sources)
    (sources / "a.yaml").unlink()
    assert update(dags, sources / "b.yaml") == {"LEFT": ["b.py"]}
    assert "a.py" in listing(dags)


def test_nothing_is_removed_for_a_source_with_errors(sources, dags):
    update(dags, sources)
    (sources / "a.yaml").write_text("version: '2.0'\na: {tasks: {t: {acton: std.noop}}}")
    assert update(dags, sources) == {"LEFT": ["b.py"]}
    assert "a.py" in listing(dags)


def test_a_foreign_file_is_in_the_way_and_nothing_is_written(sources, dags):
    dags.mkdir()
    (dags / "b.py").write_text("# Compiled by mistralc, I say\nimport airflow\n")
    with pytest.raises(FolderError, match=r"b\.py is in the way"):
        update(dags, sources)
    assert listing(dags) == ["b.py"]


def test_a_foreign_folder_or_dangling_link_is_in_the_way(sources, dags):
    (dags / "a.py").mkdir(parents=True)
    with pytest.raises(FolderError, match="in the way"):
        update(dags, sources)
    (dags / "a.py").rmdir()
    (dags / "a.py").symlink_to(dags.parent / "elsewhere.py")
    with pytest.raises(FolderError, match="in the way"):
        update(dags, sources)
    assert not (dags.parent / "elsewhere.py").exists()


def test_a_file_that_a_person_put_in_place_of_a_generated_one_is_never_removed(sources, dags):
    update(dags, sources)
    (dags / "a.py").write_text("import airflow\n")
    (sources / "a.yaml").unlink()
    assert update(dags, sources) == {"LEFT": ["b.py"]}
    assert "a.py" in listing(dags)


def test_other_files_of_the_folder_stay(sources, dags):
    dags.mkdir()
    (dags / "mine.py").write_text("import airflow\n")
    update(dags, sources)
    (sources / "a.yaml").unlink()
    update(dags, sources)
    assert "mine.py" in listing(dags)


def test_a_manifest_reaches_no_file_outside_its_folder(sources, dags, tmp_path):
    update(dags, sources)
    outside = tmp_path / "outside.py"
    outside.write_text((dags / "a.py").read_text())
    names = {
        "../outside.py": "../workflows/gone.yaml",
        str(outside): "../workflows/gone.yaml",
        "a.py": "../workflows/a.yaml",
    }
    (dags / MANIFEST).write_text(json.dumps({"sources": names}))
    update(dags, sources)
    assert outside.exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"sources": 1}', '{"sources": ["ab", "c"]}', "\udcff", "[" * 99999]
)
def test_a_damaged_manifest_is_said_to_be_one(sources, dags, text):
    dags.mkdir()
    (dags / MANIFEST).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(FolderError, match="damaged"):
        update(dags, sources)


def test_the_folder_can_be_moved_with_its_sources(sources, dags, tmp_path):
    update(dags, sources)
    moved = tmp_path / "moved"
    moved.mkdir()
    sources.rename(moved / "workflows")
    dags.rename(moved / "dags")
    (moved / "workflows" / "a.yaml").unlink()
    assert update(moved / "dags", moved / "workflows") == {"LEFT": ["b.py"], "REMOVED": ["a.py"]}


def test_a_very_long_description_does_not_make_a_file_a_foreign_one(sources, dags):
    text = definition(TASKS, description="A line.\n" + "Compiled by hand.\n" * 5000)
    (sources / "a.yaml").write_text(text)
    update(dags, sources)
    (sources / "a.yaml").write_text(text.replace("output=1", "output=2"))
    assert update(dags, sources) == {"CHANGED": ["flow.py"], "LEFT": ["b.py"]}


def test_the_words_for_a_change_tell_plan_from_deed():
    assert (Change.WRITTEN.words(dry=True), Change.WRITTEN.words(dry=False)) == ("would write", "wrote")


CRON = "mistral.cron_triggers_create name='n' workflow_identifier='b' pattern='0 * * * *'"


def test_the_dag_of_cron_triggers_is_beside_who_creates_some_and_stays(sources, dags):
    (sources / "a.yaml").write_text(flow("a", CRON))
    assert update(dags, sources) == {"WRITTEN": ["a.py", "b.py", "mistral_cron_triggers.py"]}
    assert update(dags, sources) == {"LEFT": ["a.py", "b.py", "mistral_cron_triggers.py"]}
    (sources / "a.yaml").write_text(flow("a"))
    assert update(dags, sources) == {"CHANGED": ["a.py"], "LEFT": ["b.py"]}, "triggers may be there, and others need it"
    assert "mistral_cron_triggers.py" in listing(dags)
    (dags / "mistral_cron_triggers.py").write_text("mine")
    (sources / "b.yaml").write_text(flow("b", CRON))
    with pytest.raises(FolderError, match="is in the way"):
        update(dags, sources)


def test_below_an_ad_hoc_action_counts(sources, dags):
    action = {"base": "mistral.cron_triggers_create", "base-input": {"name": "n"}}
    text = definition({"t": {"action": "nightly"}}).replace("flow:", "a:")
    (sources / "a.yaml").write_text(text)
    (sources / "actions.yaml").write_text(yaml.dump({"version": "2.0", "nightly": action}))
    assert "mistral_cron_triggers.py" in update(dags, sources)["WRITTEN"]
