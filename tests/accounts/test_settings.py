"""The settings page, rung by rung, and the browser's guess of the time zone."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory


@pytest.fixture
def url():
    return reverse("accounts:settings")


@pytest.fixture
def filled():
    """The page as it comes, sent back."""
    return {
        "display_name": "Alice",
        "time_zone": "UTC",
        "follow_device": "on",
        "extra_time": "1.00",
        "theme": "system",
        "keymap": "default",
        "plain_keys": "on",
    }


def test_it_saves_every_setting(as_user, alice, url, filled):
    filled |= {
        "display_name": "Al",
        "time_zone": "Europe/Vienna",
        "extra_time": "1.25",
        "theme": "dark",
        "keymap": "vim",
    }
    del filled["plain_keys"]

    response = as_user(alice).post(url, filled)

    assert response.url == url
    alice.refresh_from_db()
    assert (alice.display_name, alice.time_zone, str(alice.extra_time)) == (
        "Al",
        "Europe/Vienna",
        "1.25",
    )
    assert (alice.theme, alice.keymap, alice.plain_keys) == ("dark", "vim", False)


def test_htmx_gets_the_form_back_and_reads_saved(as_user, alice, url, filled, hx):
    response = as_user(alice).post(url, filled, headers=hx("preferences"))

    assert response.status_code == 200
    assert response.content.strip().startswith(b'<form id="preferences"')
    assert b"Saved" in response.content
    assert b"<html" not in response.content


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("extra_time", "3.5", "from 1 (none) to 3"),
        ("extra_time", "0.5", "from 1 (none) to 3"),
        ("extra_time", "NaN", "such as 1.25"),
        ("extra_time", "", "Write 1"),
        ("time_zone", "Mars/Olympus", "Mars/Olympus"),
        ("theme", "pink", "pink"),
        ("display_name", "x" * 81, "80"),
    ],
)
def test_bad_input_comes_back_with_its_error(as_user, alice, url, filled, hx, field, value, error):
    response = as_user(alice).post(url, filled | {field: value}, headers=hx("preferences"))

    assert response.status_code == 422
    assert error in response.content.decode()
    assert "Not saved" in response.content.decode()
    before = getattr(alice, field)
    alice.refresh_from_db()
    assert getattr(alice, field) == before


def test_choosing_a_zone_stops_following_the_device(as_user, alice, url, filled):
    as_user(alice).post(url, filled | {"time_zone": "Asia/Tokyo"})
    alice.refresh_from_db()
    assert alice.time_zone_chosen


def test_saving_something_else_keeps_following_the_device(as_user, alice, url, filled):
    as_user(alice).post(url, filled | {"theme": "dark"})
    alice.refresh_from_db()
    assert not alice.time_zone_chosen


def test_the_zone_can_be_fixed_where_it_is_and_followed_again(as_user, alice, url, filled):
    del filled["follow_device"]
    as_user(alice).post(url, filled)
    alice.refresh_from_db()
    assert alice.time_zone_chosen

    as_user(alice).post(url, filled | {"follow_device": "on"})
    alice.refresh_from_db()
    assert not alice.time_zone_chosen


def test_the_page_is_in_the_chosen_colours(as_user, alice, url):
    alice.theme = "dark"
    alice.save()
    assert b'data-theme="dark"' in as_user(alice).get(url).content


def test_extra_time_is_on_no_page_of_another(as_user, alice, bob, url):
    alice.extra_time = "2.75"
    alice.save()
    assert b"2.75" in as_user(alice).get(url).content
    assert b"2.75" not in as_user(bob).get(url).content


def test_a_guest_reads_how_long_the_work_is_kept(as_user, db, url):
    page = as_user(UserFactory(guest=True)).get(url).content.decode()
    assert "Your work is kept until" in page
    assert "days left" in page
    assert reverse("account_change_password") not in page


def test_anonymous_visitors_log_in_first(client, url):
    assert client.get(url).url.startswith(reverse("account_login"))


def test_only_get_and_post(as_user, alice, url):
    assert as_user(alice).delete(url).status_code == 405


def test_it_asks_the_database_little(as_user, alice, url, django_assert_max_num_queries):
    client = as_user(alice)
    with django_assert_max_num_queries(6):
        client.get(url)


# The browser's guess


@pytest.fixture
def zone_url():
    return reverse("accounts:time_zone")


def test_the_browsers_zone_is_taken_until_one_is_chosen(as_user, alice, zone_url):
    assert as_user(alice).post(zone_url, {"time_zone": "Asia/Tokyo"}).status_code == 204
    alice.refresh_from_db()
    assert (alice.time_zone, alice.time_zone_chosen) == ("Asia/Tokyo", False)


def test_a_chosen_zone_is_left_alone(as_user, alice, zone_url):
    alice.time_zone, alice.time_zone_chosen = "Europe/Vienna", True
    alice.save()
    assert as_user(alice).post(zone_url, {"time_zone": "Asia/Tokyo"}).status_code == 204
    alice.refresh_from_db()
    assert alice.time_zone == "Europe/Vienna"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500, "UTC\x00"])
def test_an_unknown_zone_is_refused(as_user, alice, zone_url, zone):
    assert as_user(alice).post(zone_url, {"time_zone": zone}).status_code == 422
    alice.refresh_from_db()
    assert alice.time_zone == "UTC"


def test_the_zone_is_only_posted(as_user, alice, zone_url):
    assert as_user(alice).get(zone_url).status_code == 405


def test_pages_ask_the_browser_only_while_none_is_chosen(as_user, alice, url):
    assert b"guess-time-zone" in as_user(alice).get(url).content
    alice.time_zone_chosen = True
    alice.save()
    assert b"guess-time-zone" not in as_user(alice).get(url).content
