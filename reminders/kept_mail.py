"""A kept mail taken apart, as a mail program would read it."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from reminders.models import DevMail

# What one wants to see of the headers; the whole mail can be downloaded.
HEADERS = ("From", "To", "Date", "Message-ID", "List-Unsubscribe", "Auto-Submitted")


@dataclass(frozen=True)
class Part:
    number: int
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    headers: list[tuple[str, str]]
    text: str
    html: Part | None
    files: list[Part]


def parts_of(mail: DevMail) -> list[Part]:
    """The leaves of a mail in their order; `number` is their address."""
    message = message_from_bytes(bytes(mail.raw), policy=policy.default)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return [
        Part(number, part.get_filename() or "", part.get_content_type(), _bytes(part))
        for number, part in enumerate(leaves)
    ]


def letter(mail: DevMail) -> Letter:
    """What the page shows: the text, the HTML in its own frame, everything else as files."""
    message = message_from_bytes(bytes(mail.raw), policy=policy.default)
    parts = parts_of(mail)
    text = next((part for part in parts if _is_body(part, "text/plain")), None)
    html = next((part for part in parts if _is_body(part, "text/html")), None)
    return Letter(
        headers=[(name, str(message[name])) for name in HEADERS if message[name]],
        text=text.content.decode(errors="replace") if text else "",
        html=html,
        files=[part for part in parts if part not in (text, html)],
    )


def _is_body(part: Part, content_type: str) -> bool:
    return part.content_type == content_type and not part.name


def _bytes(part: EmailMessage) -> bytes:
    return part.get_payload(decode=True) or b""
