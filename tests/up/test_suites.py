"""The total that `make test` ends with."""

import os
import subprocess
import sys

import pytest

from up.suites import ONCE_MORE, Result, read, summary

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure message="no"/></testcase>
<testcase name="d"><error message="no"/></testcase>
<testcase name="e"><skipped/></testcase>
</testsuite></testsuites>"""


def test_a_report_is_counted(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    assert read(tmp_path / "report.xml", exit_code=1) == Result(passed=2, failed=2, skipped=1)


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


@pytest.fixture
def result(tmp_path):
    """Of four tests that are run as those of the browser are: twice where they fail."""
    (tmp_path / "test_four.py").write_text(SHAKY)
    words = ["-p", "pytest_rerunfailures", "--junitxml=report.xml", *ONCE_MORE]
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
