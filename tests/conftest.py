"""The cast and the tools every test may ask for."""

import pytest
from django.test import Client
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts.actions import BACKEND
from tests.factories import UserFactory

# What `make test` says once it says again; a bare pytest looks for new examples each time.
settings.register_profile("same-every-time", derandomize=True)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once():
    """Each test client makes its middleware anew, and WhiteNoise then looks at every static file:
    more than half of the time that a test of pages takes."""
    really, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def remembered(middleware) -> None:
        if not found:
            really(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", remembered)
        yield


@pytest.fixture
def alice(db):
    """The candidate most tests are about."""
    return UserFactory(email="alice@example.org", display_name="Alice")


@pytest.fixture
def bob(db):
    """Somebody else with a seat, where a test gives him one."""
    return UserFactory(email="bob@example.org", display_name="Bob")


@pytest.fixture
def charlie(db):
    """The stranger."""
    return UserFactory(email="charlie@example.org", display_name="Charlie")


@pytest.fixture
def carol(db):
    """The curator of the library."""
    return UserFactory(email="carol@example.org", display_name="Carol", is_curator=True)


@pytest.fixture
def as_user():
    """A logged-in client."""

    def client_of(user) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return client_of


@pytest.fixture
def hx():
    """Headers of an htmx request that is about to swap the element with this id."""

    def headers(element_id: str) -> dict[str, str]:
        return {"HX-Request": "true", "HX-Target": f"div#{element_id}"}

    return headers
