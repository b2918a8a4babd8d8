"""Which elements of a page are marked as a question or as an answer, by their own names.

Pages mark them in ways of their own: `<q-text>`, `class="faq-answer"`, `itemprop="acceptedAnswer"`,
terms of a definition list that ask. A mark counts when the page has both, or questions repeatedly.
"""

import re

from questions.importing.wording import likeness

QUESTION, ANSWER = "question", "answer"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEVER = frozenset(("html", "body", "main", "ul", "ol", "table", "tbody", "tr", "li", "details"))
_QUESTION = frozenset(("question", "prompt", "q", "stem"))
_ANSWER = frozenset(("answer", "solution", "acceptedanswer", "response"))
_LONGEST = 4000  # characters of a question


def turns_of(root) -> dict:
    """Element → `question` or `answer`; nothing for a page whose marks do not hold together."""
    marked = {}
    for element in root.iter():
        if isinstance(element.tag, str) and (turn := _turn(element)):
            marked[element] = turn
    marked |= _asking_terms(root)
    for element in list(marked):
        if marked[element] == QUESTION and not _is_one_question(element, marked):
            del marked[element]
    for element in list(marked):  # of nested answers only the outermost opens one
        if marked[element] == ANSWER and any(
            marked.get(above) == ANSWER for above in element.iterancestors()
        ):
            del marked[element]
    questions = sum(turn == QUESTION for turn in marked.values())
    answers = len(marked) - questions
    return marked if answers or questions > 1 else {}


def _turn(element) -> str | None:
    tag = element.tag
    if tag in _NEVER or tag == "q" or tag == "dl":
        return None
    own = (
        f"{tag if '-' in tag else ''} {element.get('class') or ''} {element.get('itemprop') or ''}"
    )
    if own.isspace():
        return None
    words = set(re.findall(r"[a-z]+", own.lower()))
    if words & _ANSWER:
        return ANSWER
    return QUESTION if words & _QUESTION and tag not in _HEADINGS else None


def _is_one_question(element, marked: dict) -> bool:
    """Not a frame around a question and its answer, nor around a heading that asks."""
    if any(below in marked for below in element.iterdescendants()):
        return False
    if next(element.iterdescendants(*_HEADINGS, "details"), None) is not None:
        return False
    return 0 < len(element.text_content().strip()) < _LONGEST


def _asking_terms(root) -> dict:
    marked = {}
    for group in root.iter("dl"):
        terms = [term for term in group.iter("dt") if next(term.iterancestors("dl")) is group]
        asking = sum(likeness(" ".join(term.text_content().split())) >= 0.6 for term in terms)
        if terms and 2 * asking >= len(terms):
            marked |= dict.fromkeys(terms, QUESTION)
            marked |= dict.fromkeys(
                (e for e in group.iter("dd") if next(e.iterancestors("dl")) is group), ANSWER
            )
    return marked
