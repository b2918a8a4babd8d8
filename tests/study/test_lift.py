"""What a treatment brings: the same scenarios that the browser's own arithmetic is held to."""

import html
import json
import re

import pytest
from django.urls import reverse

from study.lift import VERDICTS
from up.places import ROOT

SCENARIOS = json.loads((ROOT / "tests" / "js" / "lift-scenarios.json").read_text())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: str(one["given"]["treated"]))
def test_a_scenario_without_a_script(client, db, scenario):
    response = client.get(reverse("study:lift"), scenario["given"])
    page = html.unescape(response.content.decode())
    for name, shown in scenario["facts"].items():
        assert f'data-fact="{name}">{shown}</span>' in page
    assert response.context["lift"].verdict == scenario["verdict"]
    assert f'data-verdict="{scenario["verdict"]}">{VERDICTS[scenario["verdict"]]}' in page
    assert len(re.findall(r'data-verdict="\w+" hidden>', page)) == len(VERDICTS) - 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"baseline": "101"},
        {"treated": "-1"},
        {"people": "1e99"},
        {"margin": "nan"},
        {"cost": ""},
        {"cost": "<b>"},
    ],
)
def test_what_is_no_rate_comes_back_with_its_reason(client, db, wrong):
    response = client.get(reverse("study:lift"), SCENARIOS[0]["given"] | wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    assert response.context["lift"] is None
