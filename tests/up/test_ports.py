"""Which ports we serve on, and what is said about the others."""

import socket

import pytest

from up import ports
from up.trouble import Trouble


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80.5", "8000 ", "٨٠٠٠"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(Trouble, match="is not a port"):
        ports.read(text)


@pytest.mark.parametrize("text", ["1", "8000", "65535"])
def test_a_port_is_read(text):
    assert ports.read(text) == int(text)


def test_a_taken_port_is_refused_with_a_free_one(taken):
    with pytest.raises(Trouble, match=f"Port {taken} is in use") as caught:
        ports.require_free("127.0.0.1", taken)
    offered = int(caught.value.sentence.rpartition("=")[2])
    ports.require_free("127.0.0.1", offered)


def test_a_port_just_left_is_free(taken):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()
    ports.require_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(Trouble, match=r"cannot serve on 192\.0\.2\.1"):
        ports.require_free("192.0.2.1", 8000)
