"""Sites to break. Every test leaves its site as it found it: running, and nobody locked out."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import ledger
from tests.faults.house import House, Product


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """A directory PostgreSQL's own user may pass through, as pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="gr-faults-") as name:
        directory = Path(name).resolve()
        directory.chmod(0o755)
        yield directory


@pytest.fixture(scope="module")
def product(ground) -> Iterator[Product]:
    """The product as `make run` starts it: what dies is started again."""
    site = Product(ground / "product")
    try:
        site.start()
        ledger.install(site)
        yield site
    finally:
        site.stop()


@pytest.fixture(autouse=True)
def nothing_ends_by_itself(request) -> Iterator[None]:
    """Whatever is done to the house: only what a test kills is dead."""
    site = request.getfixturevalue("house") if "house" in request.fixturenames else None
    yield
    assert not (site and site.mend()), "ended by itself; its log says why"


@pytest.fixture(scope="session")
def house(ground) -> Iterator[House]:
    """Two of each process, started by hand: what dies stays dead."""
    site = House(ground / "house")
    try:
        site.open()
        ledger.install(site)
        yield site
    finally:
        site.close()
