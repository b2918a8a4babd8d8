"""What a page of a text interview weighs on the wire, as Chromium counts it."""

import os
from dataclasses import dataclass, field

from up import browser

STYLE_AND_SCRIPT = {"Script", "Stylesheet"}


@dataclass
class Weight:
    """Requests of one page, and the bytes that came for each kind of thing, compressed."""

    requests: int = 0
    bytes: dict[str, int] = field(default_factory=dict)

    @property
    def style_and_script(self) -> int:
        return sum(self.bytes.get(kind, 0) for kind in STYLE_AND_SCRIPT)

    @property
    def all(self) -> int:
        return sum(self.bytes.values())


def of_page(url: str, session: str) -> Weight:
    """A first visit: nothing in the browser's cache."""
    from playwright.sync_api import sync_playwright

    weight, kinds = Weight(), {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or browser.find_or_get(),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        context = chromium.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        page = context.new_page()
        wire = context.new_cdp_session(page)

        def ended(event: dict) -> None:
            kind = kinds.get(event["requestId"])
            if kind:
                size = int(event["encodedDataLength"])
                weight.bytes[kind] = weight.bytes.get(kind, 0) + size

        def sent(event: dict) -> None:
            if event["request"]["url"].startswith("http"):
                weight.requests += 1
                kinds[event["requestId"]] = event.get("type", "Other")

        wire.on("Network.requestWillBeSent", sent)
        wire.on("Network.loadingFinished", ended)
        wire.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        if page.get_by_label("Your answer").count() == 0:
            raise RuntimeError(f"{url} is not the page of an interview")
        chromium.close()
    return weight
