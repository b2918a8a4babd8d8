"""The total that `make test` ends with."""

from up.suites import Result, read

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
