"""What a half-finished or refused installation leaves, and what the next one makes of it."""

import os
import subprocess

import pytest

from up import install
from up.install import Step
from up.places import ROOT
from up.trouble import Trouble


@pytest.fixture(autouse=True)
def log(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "LOG", tmp_path / "setup.log")
    return tmp_path / "setup.log"


@pytest.fixture
def step(tmp_path):
    """Makes steps that note their name in `step.done`, or fail when named in `step.broken`."""

    def make(name: str, optional: str = "") -> Step:
        def work() -> None:
            if name in make.broken:
                raise Trouble("The disk is full. Free some space.")
            make.done.append(name)

        stamp = tmp_path / f".installed-{name}"
        return Step(name, "a moment", stamp, [name], work, optional)

    make.done, make.broken = [], set()
    return make


def test_a_second_installation_does_nothing(step):
    install._work_through([step("packages"), step("bundle")], again=False)
    install._work_through([step("packages"), step("bundle")], again=False)
    assert step.done == ["packages", "bundle"]


def test_an_interrupted_installation_goes_on_at_the_step_that_broke(step):
    step.broken.add("bundle")
    with pytest.raises(Trouble):
        install._work_through([step("packages"), step("bundle")], again=False)
    step.broken.clear()
    install._work_through([step("packages"), step("bundle")], again=False)
    assert step.done == ["packages", "bundle"]


def test_a_step_that_breaks_when_repeated_is_not_taken_for_done(step):
    install._work_through([step("packages")], again=False)
    changed = step("packages")
    changed.digest = "other inputs"
    step.broken.add("packages")
    with pytest.raises(Trouble):
        install._work_through([changed], again=False)
    assert not step("packages").is_done(again=False)


def test_an_optional_part_may_fail_and_is_tried_again_when_asked_for(step, capsys):
    step.broken.add("model")
    model = step("model", optional="answers are marked by their words alone")
    install._work_through([model], again=False)
    assert "answers are marked by their words alone" in capsys.readouterr().out
    assert model.is_done(again=False)
    assert not model.is_done(again=True)


def test_a_failing_program_is_explained_with_its_last_lines(log):
    with pytest.raises(Trouble) as caught:
        install.run(["sh", "-c", "echo starting; echo 'write: No space left on device'; exit 1"])
    assert caught.value.sentence.startswith("The disk is full.")
    assert caught.value.details == ["starting", "write: No space left on device"]


def test_an_unknown_failure_names_the_command_and_the_log():
    with pytest.raises(Trouble, match=r"`sh -c exit 3 …` failed \(exit code 3\).*setup\.log"):
        install.run(["sh", "-c", "exit 3"])


def find_python(folder, **environment):
    return subprocess.run(
        ["sh", "up/find-python.sh"],
        cwd=ROOT,
        env={"PATH": f"{folder}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
    )


def fake_python(folder, name: str, *, recent: bool, complete: bool) -> None:
    """A program that answers find-python.sh's questions as a Python of that kind would."""
    script = folder / name
    script.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        "  --version) echo Python 3.9.2;;\n"
        f"  *ensurepip*) exit {0 if complete else 1};;\n"
        "  *version_info\\[:2\\]*) echo 3.11;;\n"
        f"  *version_info*) exit {0 if recent else 1};;\n"
        "esac\n"
    )
    script.chmod(0o755)


def test_an_old_python_is_refused_with_the_way_on(tmp_path):
    fake_python(tmp_path, "oldpython", recent=False, complete=True)
    found = find_python(tmp_path, PYTHON="oldpython")
    assert found.returncode == 1
    assert "Greenroom needs Python 3.11 or newer" in found.stderr
    assert "Python 3.9.2" in found.stderr
    assert "make setup PYTHON=" in found.stderr


def test_a_python_without_venv_is_refused_with_the_package_to_install(tmp_path):
    fake_python(tmp_path, "bare", recent=True, complete=False)
    only_this = {"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHON": "bare"}
    found = find_python(tmp_path, **only_this)
    assert found.returncode == 1
    assert "sudo apt install python3.11-venv" in found.stderr


def test_the_first_usable_python_is_chosen(tmp_path):
    fake_python(tmp_path, "python3.12", recent=True, complete=True)
    found = find_python(tmp_path)
    assert (found.returncode, found.stdout.strip()) == (0, str(tmp_path / "python3.12"))
