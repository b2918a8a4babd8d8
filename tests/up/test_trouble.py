"""Every failure we know is one sentence that says the way on."""

import errno
import os

import pytest

from up.trouble import from_os_error, meaning


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("npm error code ENOSPC", "The disk is full."),
        ('FATAL: could not write lock file "postmaster.pid": No space left on device', "The disk"),
        ("npm error request to https://x failed, reason: getaddrinfo EAI_AGAIN", "The package"),
        ("ERROR: Could not find a version of h11==0.16.0 (from versions: none)", "The package"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "A downloaded package"),
        ("error: Permission denied (os error 13)", "A file could not be read or written."),
    ],
)
def test_programs_are_understood(output, sentence):
    assert meaning(output, downloading=True).startswith(sentence)


def test_a_refused_connection_is_about_the_registry_only_while_downloading():
    assert meaning("connect: Connection refused", downloading=True)
    assert meaning("connect: Connection refused") is None


def test_what_is_not_known_is_not_explained():
    assert meaning("SyntaxError: invalid syntax", downloading=True) is None


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full."),
        (errno.EDQUOT, "The disk is full."),
        (errno.EACCES, "A file could not be read or written (var/secret-key)."),
        (errno.EROFS, "A file could not be read or written (var/secret-key)."),
        (errno.EMFILE, "The operating system refused (var/secret-key): Too many open files."),
    ],
)
def test_errors_of_the_system_are_understood(number, sentence):
    error = OSError(number, os.strerror(number), "var/secret-key")
    assert from_os_error(error).sentence.startswith(sentence)
