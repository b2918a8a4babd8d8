"""The whole product in processes of its own, and a real Chromium in front of it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from accounts.actions import BACKEND
from tests.waiting import LONG_PATIENCE, PATIENCE, wait_for

# Playwright's sync API keeps a loop running in the test's thread; Django would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent.parent
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-gpu", "--no-first-run", *quiet],
    }


class House:
    """Web server, worker and beat against the test database. Web can be killed and started."""

    def __init__(self, schedule: Path) -> None:
        self.schedule = schedule
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.processes: dict[str, subprocess.Popen] = {}
        parts = urlsplit(os.environ["DATABASE_URL"])
        path = f"/{connection.settings_dict['NAME']}"
        self.environment = {
            **os.environ,
            "DATABASE_URL": urlunsplit(parts._replace(path=path)),
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "SITE_URL": self.url,
            "OPENBLAS_NUM_THREADS": "1",
        }

    def start(self, name: str) -> None:
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "-A", "config"]
        alone = ["--without-gossip", "--without-mingle", "-n", f"{self.port}@%h"]
        web = ["uvicorn", "config.asgi:application", "--port", str(self.port)]
        command = {
            "web": [*python, *web, "--log-level", "warning", "--timeout-graceful-shutdown", "3"],
            "worker": [*celery, "worker", "-P", "threads", "-c", "2", "-l", "warning", *alone],
            "beat": [*celery, "beat", "-l", "warning", "--pidfile=", "-s", str(self.schedule)],
        }[name]
        self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        if name == "web":
            wait_for(self._answers, "the web server", seconds=LONG_PATIENCE)

    def kill(self, name: str, how: int = signal.SIGKILL) -> None:
        process = self.processes.pop(name)
        process.send_signal(how)
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name, signal.SIGTERM)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=PATIENCE):
                return True
        except OSError:
            return False


@pytest.fixture(scope="session")
def processes(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        house = House(tmp_path_factory.mktemp("beat") / "schedule")
    for name in ("web", "worker", "beat"):
        house.start(name)
    yield house
    house.stop()


@pytest.fixture
def house(processes, transactional_db, browser):
    """The running product with an empty database.

    Before the tables are emptied again, pages are left (they send their last words) and the
    server has finished what it was doing: emptying waits for nobody and would dead-lock.
    """
    if "web" not in processes.processes:
        processes.start("web")
    yield processes
    for context in browser.contexts:
        for page in context.pages:
            page.goto("about:blank")
    _wait_until_idle()


def _wait_until_idle() -> None:
    """No other connection to the test database is in a transaction, three looks in a row."""
    busy = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND state IN ('active', 'idle in transaction')"""
    looks = []

    def is_quiet() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(busy)
            looks.append(cursor.fetchone()[0])
        return looks[-3:] == [0, 0, 0]

    wait_for(is_quiet, "a database nobody works in")


@pytest.fixture
def context(context):
    return patient(context)


@pytest.fixture
def new_context(new_context):
    """Another device; it is put away at the end of the test."""
    return lambda **options: patient(new_context(**options))


def patient(context):
    context.set_default_timeout(PATIENCE * 1000)
    context.set_default_navigation_timeout(PATIENCE * 1000)
    return context


@pytest.fixture
def visit(context, house):
    """A page of the product, logged in as this person (or nobody)."""

    def open_page(path: str = "/", *, user=None, context=context):
        if user:
            log_in(context, house, user)
        page = context.new_page()
        page.goto(f"{house.url}{path}")
        return page

    return open_page


def log_in(context, house, user) -> None:
    """Give a browser context this person's session, without the log-in page."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": house.url}])
