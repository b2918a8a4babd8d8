"""Why a mail did not go: worth another try? the server, the address, or this one mail?"""

import smtplib
from dataclasses import dataclass


class ServerAway(Exception):
    """The mail server itself is the trouble: the other mails of this tick need not try."""


@dataclass(frozen=True)
class Trouble:
    again: bool
    server: bool
    # The server will not take mail for this address.
    refused: bool = False


def what_went_wrong(error: Exception) -> Trouble:
    """Sort a failure: 4xx and a silent server pass, 5xx about one mail does not, nor does a bug."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        passes = all(code < 500 for code, _ in error.recipients.values())
        return Trouble(again=passes, server=False, refused=not passes)
    if isinstance(error, smtplib.SMTPDataError):
        return Trouble(again=error.smtp_code < 500, server=False)
    # A refused password or sender is the site's mistake: it can be mended, and the mail still goes.
    is_the_server = isinstance(error, OSError)
    return Trouble(again=is_the_server, server=is_the_server)


def words_of(error: Exception) -> str:
    return f"The mail could not be sent: {error or type(error).__name__}"[:500]
