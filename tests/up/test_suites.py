"""The total that `make test` ends with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from up.suites import ONCE_MORE, Result, Suite, keep_bytecode, read, run, summary

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase classname="tests.x" name="c"><failure message="It did not.&#10;At all."/></testcase>
<testcase classname="tests.x" name="d"><error message="no"/></testcase>
<testcase name="e"><skipped/></testcase>
</testsuite></testsuites>"""


def test_a_report_is_counted(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    result = read(tmp_path / "report.xml", exit_code=1)
    assert (result.passed, result.failed, result.skipped) == (2, 2, 1)


def test_what_failed_is_named_with_its_first_sentence_above_the_total(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    said = summary({"rules": read(tmp_path / "report.xml", exit_code=1)})
    assert "\nFailed:\n  tests.x::c: It did not.\n  tests.x::d: no\n" in said
    assert said.endswith("\n2 passed, 2 failed, 1 skipped")


def test_a_runner_that_broke_without_a_report_is_one_failure(tmp_path):
    assert read(tmp_path / "report.xml", exit_code=4) == Result(failed=1)
    assert read(tmp_path / "report.xml", exit_code=0) == Result()


def test_the_total_reads_as_a_sentence():
    assert str(Result(3, 0, 0) + Result(1, 2, 0)) == "4 passed, 2 failed"
    assert str(Result(3, 0, 1)) == "3 passed, 0 failed, 1 skipped"


SHAKY = """
import pytest

ran = {}


def again(name):
    ran[name] = ran.get(name, 0) + 1
    return ran[name]


def test_shaky():
    assert again("test") > 1


@pytest.fixture
def shaky():
    yield
    assert again("fixture") > 1


def test_shaky_afterwards(shaky):
    pass


def test_sound():
    pass


def test_broken():
    raise AssertionError
"""


ALONE, BESIDE = (), ("-p", "xdist.plugin", "-n2", "--maxschedchunk=1")


@pytest.fixture(params=[ALONE, BESIDE], ids=["alone", "beside"])
def result(request, tmp_path):
    """Of four tests that are run as those of the browser are: twice where they fail."""
    (tmp_path / "test_four.py").write_text(SHAKY)
    words = ["-p", "pytest_rerunfailures", "--junitxml=report.xml", *ONCE_MORE, *request.param]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
    )
    return read(tmp_path / "report.xml", done.returncode, tried_again=True)


def test_what_passes_the_second_time_passes_and_is_named(result):
    assert (result.passed, result.failed) == (3, 1)
    assert set(result.second_time) == {
        "test_four::test_shaky",
        "test_four::test_shaky_afterwards",
    }
    said = summary({"in the browser": result, "scripts": Result(passed=2)})
    assert "\n  passed the second time: test_four::test_shaky\n" in said
    assert said.endswith("\n5 passed, 1 failed")


def test_nothing_is_said_where_everything_passed_at_once():
    assert "second time" not in summary({"scripts": Result(passed=2)})


def test_two_tests_of_one_name_are_two_where_nothing_is_tried_again(tmp_path):
    """As Node's runner writes them, which does not say in which file a test stands."""
    twins = '<testcase name="a" classname="test"/>' * 2
    (tmp_path / "report.xml").write_text(f"<testsuites>{twins}</testsuites>")
    assert read(tmp_path / "report.xml", exit_code=0) == Result(passed=2)


def suite(title: str, *, report: str = REPORT, code: int = 1) -> Suite:
    def run(path: Path) -> int:
        print(f"{title} runs", flush=True)
        path.write_text(report)
        return code

    return Suite(title, run)


def test_every_suite_runs_in_its_turn_whatever_fails(capfd):
    sound = "<testsuites><testcase name='a'/></testsuites>"
    results = run(suite("One"), suite("Two", report=sound, code=0))
    one, two = results.values()
    assert (one.passed, one.failed, one.skipped) == (2, 2, 1)
    assert two == Result(passed=1)
    assert [*results] == ["One", "Two"]
    assert capfd.readouterr().out.splitlines() == [
        *["", "=== One ===", "One runs"],
        *["", "=== Two ===", "Two runs"],
    ]


def test_a_suite_that_breaks_without_a_word_is_a_failure():
    results = run(Suite("One", lambda path: 0), Suite("Two", lambda path: 3))
    assert results == {"One": Result(), "Two": Result(failed=1)}


@pytest.mark.parametrize(("forbidden", "kept"), [("1", "/elsewhere"), ("", None)])
def test_bytecode_is_kept_elsewhere_where_it_may_not_lie_beside_the_sources(
    monkeypatch, forbidden, kept
):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", forbidden)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX")
    keep_bytecode("/elsewhere")
    assert os.environ.get("PYTHONPYCACHEPREFIX") == kept
    assert not os.environ.get("PYTHONDONTWRITEBYTECODE")
