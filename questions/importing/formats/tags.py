"""Tags of other programs: those that say a question's kind, tier, minutes or priority."""

import re
from collections.abc import Iterable

from questions.importing.titles import Facts, facts_of_badge


def facts_of_tags(tags: Iterable[str]) -> Facts:
    facts = Facts()
    for tag in tags:
        words = re.sub(r"[_]+", " ", tag.split("::")[-1]).strip()
        if 0 < len(words) < 40:
            facts = facts.over(facts_of_badge(words) or Facts())
    return facts
