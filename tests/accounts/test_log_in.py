"""Allauth's pages in our house: the look, the log-in dialog, the limits, the words of the mail."""

import re
import time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from accounts.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def url():
    return reverse("account_login")


@pytest.fixture
def verified_alice(alice):
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def is_ours(response) -> bool:
    page = response.content.decode()
    return 'class="brand"' in page and 'id="notices"' in page and "<h1>" in page


def log_in(client, url, email, password=PASSWORD, **more):
    return client.post(url, {"login": email, "password": password, **more})


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"],
)
def test_pages_before_logging_in_are_ours(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert is_ours(response)


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
    ],
)
def test_pages_of_an_account_are_ours(as_user, verified_alice, name):
    response = as_user(verified_alice).get(reverse(name))
    assert response.status_code == 200
    assert is_ours(response)


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_adding_a_second_factor_asks_for_the_password_again(as_user, verified_alice, name):
    client = as_user(verified_alice)
    url = reverse(name)
    assert client.get(url).url.startswith(reverse("account_reauthenticate"))

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert is_ours(client.get(url))


def test_no_page_carries_inline_style_or_script(as_user, verified_alice):
    client = as_user(verified_alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("account_email", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        page = client.get(reverse(name)).content.decode()
        assert not re.search(r"\sstyle=", page), name
        assert not re.search(r"\son[a-z]+=", page), name
        for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S):
            assert "src=" in attributes or "application/json" in attributes, (name, text)


def test_signing_up_logs_in_and_sends_a_mail(client, db, mailoutbox):
    response = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": "a curtain that rises"}
    )

    assert response.url == reverse("interview:home")
    user = User.objects.get(email="new@example.org")
    assert (user.is_guest, client.session["_auth_user_id"]) == (False, str(user.pk))
    (mail,) = mailoutbox
    link = re.search(r"/account/confirm-email/\S+", mail.body)[0]
    assert client.post(link).status_code == 302
    assert EmailAddress.objects.get(user=user).verified


def test_logging_in_goes_where_one_was_going(client, alice, url):
    wanted = reverse("accounts:settings")
    assert client.get(wanted).url == f"{url}?next={wanted}"
    assert log_in(client, url, "ALICE@example.org", next=wanted).url == wanted


def test_nobody_is_sent_to_another_site(client, alice, url):
    response = log_in(client, url, alice.email, next="https://elsewhere.example/")
    assert response.url == reverse("interview:home")


def test_a_wrong_password_keeps_the_address(client, alice, url):
    response = log_in(client, url, alice.email, "not it")
    page = response.content.decode()
    assert f'value="{alice.email}"' in page
    assert "not correct" in page
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_reads_like_a_wrong_password(client, alice, url):
    known = log_in(client, url, alice.email, "not it").context["form"].non_field_errors()
    unknown = log_in(client, url, "nobody@example.org", "not it").context["form"].non_field_errors()
    assert known == unknown


def test_a_reset_does_not_tell_who_has_an_account(client, alice, mailoutbox):
    where = {client.post(reverse("account_reset_password"), {"email": e}).url for e in
             (alice.email, "nobody@example.org")}  # fmt: skip
    assert where == {reverse("account_reset_password_done")}
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_a_password_is_reset_by_mail(client, alice, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": alice.email})
    link = re.search(r"/account/password/reset/key/\S+", mailoutbox[0].body)[0]
    form = client.get(link, follow=True)
    assert is_ours(form)

    client.post(form.redirect_chain[-1][0], {"password1": "a new act", "password2": "a new act"})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)  # nine characters are too few

    new = "a new act begins"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    alice.refresh_from_db()
    assert alice.check_password(new)


# The dialog inside an interview


def test_in_the_dialog_the_page_is_only_itself(client, alice, url):
    signed_in = reverse("web:signed_in")
    page = client.get(url, {"next": signed_in}).content.decode()
    assert 'class="brand"' not in page
    assert '<footer class="foot"' not in page
    assert "What you typed is kept" in page

    # A wrong password stays inside the dialog.
    page = log_in(client, url, alice.email, "not it", next=signed_in).content.decode()
    assert 'class="brand"' not in page

    assert log_in(client, url, alice.email, next=signed_in).url == signed_in
    assert b'data-behaviour="signed-in"' in client.get(signed_in).content


def test_the_page_may_be_framed_by_ourselves_only(client, db, url):
    response = client.get(url)
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


# Limits


def test_guessing_one_persons_password_is_stopped(client, alice, url):
    for _ in range(5):
        log_in(client, url, alice.email, "not it")

    response = log_in(client, url, alice.email)

    assert "Too many failed login attempts" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_guessing_from_one_address_is_stopped(client, db, url):
    pages = [log_in(client, url, f"{n}@example.org", "not it") for n in range(11)]
    assert "Too many failed login attempts" in pages[-1].content.decode()
    assert "Too many failed login attempts" not in pages[9].content.decode()


def test_another_person_is_not_locked_out_by_it(client, alice, bob, url):
    for _ in range(6):
        log_in(client, url, alice.email, "not it")
    assert log_in(client, url, bob.email).status_code == 302


def test_asking_for_reset_mails_is_stopped_with_a_page_of_ours(client, alice):
    url = reverse("account_reset_password")
    pages = [client.post(url, {"email": alice.email}) for _ in range(6)]
    assert [page.status_code for page in pages] == [302] * 5 + [429]
    assert "Too many tries" in pages[-1].content.decode()


def test_signing_up_over_and_over_is_stopped(client, db):
    url = reverse("account_signup")
    codes = [client.post(url, {"email": "x", "password1": "y"}).status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]


def test_claiming_counts_as_signing_up(as_user, db):
    client = as_user(User.objects.create_guest())
    url = reverse("accounts:claim")
    codes = [client.post(url, {"email": "x", "password": "y"}).status_code for _ in range(21)]
    assert codes == [422] * 20 + [429]


# Second factors


@pytest.fixture
def secret(verified_alice):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(verified_alice, secret)
    return secret


@pytest.fixture
def still():
    """Python's clock stands at the present second: a code is sent in the half minute that it is
    for. The time of the database goes on."""
    with time_machine.travel(int(time.time()), tick=False):
        yield


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_a_code_is_asked_for_and_lets_in(client, verified_alice, secret, url, still):
    response = log_in(client, url, verified_alice.email)
    assert response.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert is_ours(client.get(response.url))

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert client.session["_auth_user_id"] == str(verified_alice.pk)


def test_a_wrong_code_lets_nobody_in(client, verified_alice, secret, url):
    log_in(client, url, verified_alice.email)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_adding_an_app_gives_recovery_codes_that_let_in_once(
    client, as_user, verified_alice, url, still
):
    browser = as_user(verified_alice)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = browser.get(reverse("mfa_activate_totp")).context["form"]
    browser.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)})
    page = browser.get(reverse("mfa_view_recovery_codes"))
    assert is_ours(page)
    recovery = page.context["unused_codes"][0]
    assert Authenticator.objects.filter(user=verified_alice).count() == 2

    for is_let_in in (True, False):
        client.logout()
        log_in(client, url, verified_alice.email)
        client.post(reverse("mfa_authenticate"), {"code": recovery})
        assert ("_auth_user_id" in client.session) is is_let_in
