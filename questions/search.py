"""From what a person types to a Postgres text query.

`websearch_to_tsquery` gives "quoted phrases", OR and -without. The last word also finds
words that begin with it, so that results come while one types.
"""

import re

from django.contrib.postgres.search import SearchQuery

# One letter begins half the dictionary.
SHORTEST_PREFIX = 2
_LAST_WORD = re.compile(r"(?:^|\s)([^\W_]+)\Z")


def query(text: str) -> SearchQuery:
    """What the library's `search` column is compared with."""
    whole = SearchQuery(text, config="english", search_type="websearch")
    last = _LAST_WORD.search(text)
    if last is None or len(last[1]) < SHORTEST_PREFIX or text.count('"') % 2 or _is_word_or(last):
        return whole
    # Titles are indexed unstemmed, too: "regularis" and "regularisa" both find regularisation.
    begins = SearchQuery(f"{last[1]}:*", config="simple", search_type="raw")
    before = text[: last.start()].strip()
    if not before:
        return whole | begins
    return whole | (SearchQuery(before, config="english", search_type="websearch") & begins)


def _is_word_or(last: re.Match[str]) -> bool:
    return last[1].lower() == "or"
