"""What surrounds the contents of a web page: navigation, adverts, scripts, forms."""

import re

_TAGS_TEXT = (
    "script style template noscript nav footer aside iframe svg head object embed canvas "
    "video audio map select textarea dialog header"
)
_TAGS = frozenset(_TAGS_TEXT.split())
_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"]
)
_NAMES_TEXT = (
    "nav navbar navigation menu sidebar breadcrumb breadcrumbs footer cookie cookies "
    "cookie-banner site-header site-footer page-footer toc table-of-contents share sharing "
    "social advert adverts advertisement ad ads comments pagination pager related-posts "
    "newsletter headerlink anchor-link sr-only visually-hidden screen-reader-text edit-link "
    "skip-link copy-button"
)
_NAMES = frozenset(_NAMES_TEXT.split())


def is_left_out(element) -> bool:
    """Whether an element is no part of what the page says. TeX in a script is."""
    tag = element.tag
    if tag in _TAGS:
        return not (tag == "script" and (element.get("type") or "").startswith("math/tex"))
    if (element.get("role") or "").lower() in _ROLES:
        return True
    if element.get("aria-hidden") == "true" and tag in ("a", "i"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return bool(names.strip()) and not _NAMES.isdisjoint(re.split(r"\s+|__|_", names))
