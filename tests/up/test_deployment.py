"""The containers: one image, several commands, replicas that get in nobody's way."""

import json
import os
import re
import subprocess
import sys

import pytest
import yaml

from up.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: s for name, s in SERVICES.items() if s.get("image") == "greenroom"}
REPLICATED = ["web", "worker"]


def test_one_image_serves_every_role():
    assert set(OURS) == {"web", "worker", "beat", "migrate"}
    commands = [service.get("command") for service in OURS.values()]
    assert len(set(commands)) == len(commands)


@pytest.mark.parametrize("name", REPLICATED)
def test_what_is_replicated_claims_nothing_there_is_one_of(name):
    service = SERVICES[name]
    assert "ports" not in service, "two replicas cannot publish one port"
    assert "container_name" not in service
    assert "volumes" not in service, "replicas share the database, not a disk"


def test_only_the_proxy_and_the_mail_catcher_publish_ports():
    published = {name for name, service in SERVICES.items() if "ports" in service}
    assert published == {"proxy", "mail"}
    assert SERVICES["mail"]["profiles"] == ["dev"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_of_ours_starts_before_the_tables_are_there(name):
    waits = SERVICES[name]["depends_on"]
    assert waits["migrate"] == {"condition": "service_completed_successfully"}
    assert waits["redis"] == {"condition": "service_healthy"}


def test_every_service_that_lasts_is_watched():
    lasting = set(SERVICES) - {"migrate", "mail"}
    assert {name for name in lasting if "healthcheck" not in SERVICES[name]} == set()


def test_every_service_waited_for_and_every_volume_exists():
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            named = source in COMPOSE["volumes"]
            assert named or (ROOT / source).exists()


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert set(re.findall(rf"\$\{{{name}(.{{2}})", text)) == {":?"}


def test_the_image_holds_every_package_of_ours():
    """A new room must be named in .dockerignore, or the image would lack it."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    taken = {line[1:] for line in lines if line.startswith("!")}
    installed = (ROOT / "config" / "settings.py").read_text()
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert rooms <= taken
    assert {"config", "scoring", "templates", "static", "fixtures", "manage.py"} <= taken
    assert all(f'"{room}"' in installed for room in rooms)


def test_the_proxy_asks_the_name_and_port_the_pages_are_served_on():
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    assert re.search(r"dynamic a web 8000\b", caddyfile)
    assert "0.0.0.0:8000" in web_command()


def web_command() -> list[str]:
    text = (ROOT / "Dockerfile").read_text()
    return json.loads(re.search(r"^CMD (\[.*?\])$", text, re.M | re.S)[1].replace("\\\n", ""))


def test_gunicorn_takes_the_options_of_the_image():
    program, *words = web_command()
    assert program == "gunicorn"
    checked = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config", *words],
        cwd=ROOT,
        env=os.environ | {"GREENROOM_EMBEDDED": "1"},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_takes_the_options_of_the_file(name):
    words = SERVICES[name]["command"].split()
    assert words[0] == "celery"
    helped = subprocess.run(
        [sys.executable, "-m", *words, "--help"],
        cwd=ROOT,
        env=os.environ | {"GREENROOM_EMBEDDED": "1"},
        capture_output=True,
        text=True,
    )
    assert helped.returncode == 0, helped.stderr
