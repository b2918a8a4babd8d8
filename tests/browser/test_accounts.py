"""Accounts in a real browser: passkeys under our policy, the settings, a guest who stays."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from tests.factories import InterviewFactory, UserFactory
from tests.waiting import wait_for

PASSWORD = "correct horse battery"
AXE = Path("node_modules/axe-core/axe.min.js")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """tags => axe.run({runOnly: tags}).then(
    found => found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(" ")}`))"""


@pytest.fixture
def verified_alice(alice):
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


@pytest.fixture
def complaints(context):
    """What the browser wrote to its console: a refused script or style shows here."""
    found: list[str] = []
    context.on("console", lambda message: found.append(message.text))
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


def log_in(page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def confirm_with_password(page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


@pytest.fixture
def authenticator(context):
    """Gives a page a device that holds passkeys and always says yes."""

    def plug_in(page) -> None:
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return plug_in


def test_a_passkey_is_added_and_logs_in(visit, house, verified_alice, authenticator, complaints):
    page = visit("/account/2fa/webauthn/add/", user=verified_alice)
    authenticator(page)
    confirm_with_password(page)
    page.get_by_label("What to call it").fill("My laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    page.goto(f"{house.url}{reverse('account_logout')}")
    page.locator("main").get_by_role("button", name="Log out").click()
    page.goto(f"{house.url}{reverse('account_login')}")
    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page).to_have_url(f"{house.url}{reverse('interview:home')}")
    assert not [text for text in complaints if "Content Security Policy" in text]


def test_a_browser_without_the_passkey_says_so_on_the_page(visit, house, db, authenticator):
    page = visit(reverse("account_login"))
    authenticator(page)
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.locator("#notices")).to_contain_text("passkey")


def test_logging_in_again_inside_a_frame_tells_the_page_around_it(visit, house, alice):
    page = visit("/")
    page.evaluate(
        """address => {
          window.addEventListener("message", (event) => (document.title = event.data));
          const frame = document.createElement("iframe");
          frame.src = address;
          document.body.append(frame);
        }""",
        f"{reverse('account_login')}?next={reverse('web:signed_in')}",
    )
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("navigation")).to_have_count(0)
    log_in(inside, alice.email)
    expect(page).to_have_title("greenroom:signed-in")


def test_colours_change_at_once_and_stay_after_saving(visit, alice):
    page = visit(reverse("accounts:settings"), user=alice)
    page.get_by_label("Colours").select_option("dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(29, 27, 23)", "paper is light"


def test_the_devices_time_zone_is_found_out(new_context, visit, alice):
    abroad = new_context(timezone_id="Asia/Tokyo")
    page = visit(reverse("accounts:settings"), user=alice, context=abroad)
    found = User.objects.filter(pk=alice.pk, time_zone="Asia/Tokyo")
    wait_for(found.exists, "the time zone of the device")
    page.reload()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")


def test_a_guest_signs_up_and_finds_everything_again(visit, house, db):
    guest = UserFactory(guest=True)
    interview = InterviewFactory(candidate=guest, title="My first try")
    page = visit("/account/claim/", user=guest)
    expect(page.get_by_role("navigation")).to_contain_text("days left")
    page.get_by_label("E-mail").fill("new@example.org")
    page.get_by_label("Password").fill("a curtain that rises")
    page.get_by_role("button", name="Keep my work").click()

    expect(page).to_have_url(f"{house.url}{reverse('interview:home')}")
    expect(page.locator("#notices")).to_contain_text("Everything is where it was")
    interview.refresh_from_db()
    assert interview.candidate == User.objects.get(email="new@example.org")


PUBLIC = ["account_login", "account_signup", "account_reset_password"]
PRIVATE = [
    "accounts:settings",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "accounts:delete",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(visit, house, verified_alice, scheme):
    page = visit(reverse(PUBLIC[0]))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 780})
    for name in PUBLIC:
        page.goto(f"{house.url}{reverse(name)}")
        assert violations(page) == [], name
    page.goto(f"{house.url}{reverse('account_login')}")
    log_in(page, verified_alice.email)
    expect(page).to_have_url(re.compile("/interviews/"))
    for name in PRIVATE:
        page.goto(f"{house.url}{reverse(name)}")
        assert violations(page) == [], name


def violations(page) -> list[str]:
    page.evaluate(f"{AXE.read_text()};0")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return page.evaluate(RUN_AXE, WCAG) + (["wider than the window"] if wide > 0 else [])
