"""From what a person types to a Postgres text query.

`websearch_to_tsquery` gives "quoted phrases", OR and -without. The last word also finds
words that begin with it, so that results come while one types.
"""

import re
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery

# One letter begins half the dictionary.
SHORTEST_PREFIX = 2
_PARTS = re.compile(r'(?:^|(?<=\s))-(?:"[^"]*"?|\S+)|"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+)')
_LAST_WORD = re.compile(r"(?:^|\s)([^\W_]+)\Z")


def query(text: str) -> SearchQuery:
    """What the library's `search` column is compared with."""
    whole = SearchQuery(text, config="english", search_type="websearch")
    begun = begun_word(text)
    if not begun:
        return whole
    # Titles are indexed unstemmed, too: "regularis" and "regularisa" both find regularisation.
    begins = SearchQuery(f"{begun}:*", config="simple", search_type="raw")
    before = text[: -len(begun)].strip()
    if not before:
        return whole | begins
    return whole | (SearchQuery(before, config="english", search_type="websearch") & begins)


def any_word(text: str) -> SearchQuery:
    """What of the text is marked where it is found: each word and phrase, but for the excluded."""
    parts = [match for match in _PARTS.finditer(text) if match["phrase"] or match["word"]]
    queries = [
        SearchQuery(match["phrase"], config="english", search_type="phrase")
        if match["phrase"]
        else SearchQuery(match["word"], config="english")
        for match in parts
    ]
    return reduce(or_, queries, SearchQuery("", config="english"))


def begun_word(text: str) -> str:
    """The last word, which may be half a word; empty where it is a whole one, or a phrase's."""
    last = _LAST_WORD.search(text)
    if last is None or len(last[1]) < SHORTEST_PREFIX or text.count('"') % 2:
        return ""
    return "" if last[1].lower() == "or" else last[1]
