"""The playgrounds as pages: all in the address, bounds kept, the figures as a file."""

import csv
import io

import pytest
from django.urls import reverse

PLAYGROUNDS = {
    "bandits": ("arms=0.2+0.6&steps=40&runs=3&seed=9", "Step", 41),
    "uplift": ("people=200&seed=4", "People treated", 201),
    "gridworld": ("map=cliff&episodes=50&slip=0", "Row", 19),
}


@pytest.mark.parametrize("name", PLAYGROUNDS)
def test_the_same_address_gives_the_same_plot_with_its_table(client, db, name):
    query = PLAYGROUNDS[name][0]
    address = f"{reverse(f'study:{name}')}?{query}"
    page = client.get(address).content.decode()
    assert page.count('class="chart-curves"') == 1
    assert "The same as a table" in page
    plot = page.partition("<figure")[2].partition("</figure>")[0]
    again = client.get(address).content.decode()
    assert again.partition("<figure")[2].partition("</figure>")[0] == plot


@pytest.mark.parametrize("name", PLAYGROUNDS)
def test_the_figures_behind_it_come_as_csv(client, db, name):
    query, first, rows = PLAYGROUNDS[name]
    response = client.get(f"{reverse(f'study:{name}_csv')}?{query}")
    found = list(csv.reader(io.StringIO(response.content.decode())))
    assert response["Content-Type"].startswith("text/csv")
    assert "max-age" in response["Cache-Control"]
    assert found[0][0] == first
    assert len(found) == rows + 1
    assert len({len(row) for row in found}) == 1


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("bandits", "steps=1001", "1000"),
        ("bandits", "runs=41", "40"),
        ("bandits", "arms=0.1", "Two arms at least"),
        ("bandits", "arms=" + "+".join(["0.1"] * 7), "six at most"),
        ("bandits", "arms=a+b", "Write numbers"),
        ("bandits", "arms=nan+0.1", "between 0 and 1"),
        ("bandits", "arms=2+0.1", "between 0 and 1"),
        ("bandits", "epsilon=nan", "Enter a number"),
        ("bandits", "seed=-1", "greater than or equal to 0"),
        ("uplift", "people=1000000", "20000"),
        ("uplift", "persuadable=60&sure=60", "make 125 per cent"),
        ("uplift", "treated=0", "5"),
        ("gridworld", "map=moon", "valid choice"),
        ("gridworld", "episodes=2001", "2000"),
        ("gridworld", "gamma=1", "0.99"),
    ],
)
def test_a_setting_out_of_bounds_is_said_and_nothing_is_run(client, db, name, query, words):
    response = client.get(f"{reverse(f'study:{name}')}?{query}")
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Nothing was run" in response.content.decode()
    assert client.get(f"{reverse(f'study:{name}_csv')}?{query}").status_code == 422


def test_what_was_typed_stays_and_the_file_is_of_the_same_setting(client, db):
    query = PLAYGROUNDS["bandits"][0]
    page = client.get(f"{reverse('study:bandits')}?{query}").content.decode()
    assert 'value="0.2 0.6"' in page
    assert f"{reverse('study:bandits_csv')}?arms=0.2+0.6&amp;steps=40" in page
