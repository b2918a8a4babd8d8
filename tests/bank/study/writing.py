"""Writing a study, whole or spoilt in one place, and reading what is wrong with it."""

import copy
import json
from functools import cache
from pathlib import Path

import yaml

from questions.bank.study import read_study
from tests.bank.study.sound import SOUND

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def at(tree, path):
    """`at(study, "plan.0.days")`: the mapping or list that holds the last part, and that part."""
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        tree = tree[part]
    return tree, last


def write(folder: Path, study) -> None:
    folder.mkdir(exist_ok=True)
    for name, rows in study.items():
        (folder / f"{name}.yaml").write_text(as_yaml(json.dumps(rows)), encoding="utf-8")


@cache
def as_yaml(rows: str) -> str:
    """By way of JSON, as a list that is used twice would become an alias."""
    return yaml.dump(json.loads(rows), Dumper=DUMPER, sort_keys=False, allow_unicode=True)


def problems_of(folder, bank, study):
    write(folder, study)
    return [str(one) for one in read_study(folder, bank).problems]


def spoilt(path, value):
    study = copy.deepcopy(SOUND)
    holder, last = at(study, path)
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return study


def words(count):
    return " ".join(f"w{number}" for number in range(count))
