"""Words: one plain spelling for what people write in many ways, and the stem two forms share.

Everything that is compared goes through `plain` first, so “O(n²)”, “$O(n^2)$” and “O(n^2)”, or
“lr” and “learning rate”, are the same words for every signal after it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SUPERSCRIPTS = {ord(c): "^" + n for c, n in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)} | {
    ord("ⁿ"): "^n",
    ord("ᵀ"): "^T",
}
SYMBOLS = {
    ord(symbol): f" {words} "
    for symbol, words in {
        "≤": "<=", "≥": ">=", "≠": "not equal", "≈": "about", "∝": "proportional to",
        "→": "->", "⇒": "->", "←": "<-", "×": "*", "·": "*", "−": "-", "∇": "gradient",
        "∂": "partial", "∑": "sum", "∏": "product", "∫": "integral", "∞": "infinity",
        "√": "sqrt", "∈": "in", "‖": "norm",
    }.items()
}  # fmt: skip
QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("—"): " - "}

# What engineers write for short, and what it stands for. Only forms with a single meaning in
# this field; both the rubric and the answer are expanded, so a wrong guess harms neither.
SHORT_FORMS = {
    "lr": "learning rate",
    "params": "parameters",
    "param": "parameter",
    "hyperparams": "hyperparameters",
    "backprop": "backpropagation",
    "sgd": "stochastic gradient descent",
    "gd": "gradient descent",
    "nn": "neural network",
    "nns": "neural networks",
    "cnn": "convolutional network",
    "cnns": "convolutional networks",
    "rnn": "recurrent network",
    "rnns": "recurrent networks",
    "mle": "maximum likelihood estimate",
    "kl": "kl divergence",
    "mse": "mean squared error",
    "mae": "mean absolute error",
    "bn": "batch norm",
    "stdev": "standard deviation",
    "iid": "independent and identically distributed",
    "pca": "principal component analysis",
    "svm": "support vector machine",
    "rl": "reinforcement learning",
    "llm": "language model",
    "llms": "language models",
    "seq": "sequence",
    "prob": "probability",
    "probs": "probabilities",
    "approx": "approximately",
    "fp": "false positive",
    "fps": "false positives",
    "fns": "false negatives",
    "tp": "true positive",
    "tpr": "true positive rate",
    "fpr": "false positive rate",
    "w/": "with",
    "w/o": "without",
    "b/c": "because",
    "bc": "because",
    "vs": "versus",
}
CONTRACTIONS = (
    (re.compile(r"\b(can|ca)n?'?t\b(?<!can)"), "can not"),
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(r"\b(is|are|was|were|do|does|did|has|have|had|should|would|could|must|need)n'?t\b"),
     r"\1 not"),
    (re.compile(r"\bcannot\b"), "can not"),
)  # fmt: skip


def listed(text: str) -> frozenset[str]:
    """A set of words, written down as running text."""
    return frozenset(text.split())


FUNCTION_WORDS = listed(
    """a an the this that these those it its they them their theirs he she his her him we us our you
    your i me my mine one ones who whom whose which what when where why how there here
    of in on at by for from to into onto with within without over under between among through
    across about against per via as than like upon during before after until since while
    and or but nor so yet if then else because although though unless whereas whether both either
    neither not no
    is are was were be been being am do does did doing done have has had having will would shall
    should can could may might must
    also just only very too quite rather really even still already again ever
    all any each every some such other another same own more most much many few less least
    up down out off
    get gets got make makes made let lets give gives say says said thing things way ways lot etc
    e.g i.e eg ie"""
)

WORD = re.compile(r"[a-z]+(?:'[a-z]+|\d+)?|\d+(?:\.\d+)?")
LATEX_TEXT = re.compile(r"\\(?:text|mathrm|mathbf|mathbb|mathcal|operatorname|hat|tilde|bar|vec)\b")
LATEX_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
LATEX_NAMES = re.compile(r"\\([a-zA-Z]+)")
LATEX_WORDS = {
    "cdot": "*", "times": "*", "leq": "<=", "le": "<=", "geq": ">=", "ge": ">=", "neq": "not equal",
    "to": "->", "rightarrow": "->", "nabla": "gradient", "partial": "partial", "infty": "infinity",
    "approx": "about", "propto": "proportional to", "mid": "|", "left": "", "right": "",
    "big": "", "quad": "", "ldots": "...", "dots": "...", "mathbb": "",
}  # fmt: skip
POWERS = (
    (re.compile(r"\bsquared\b"), "^2"),
    (re.compile(r"\bcubed\b"), "^3"),
    (re.compile(r"\s*\^\s*\{?\s*(\w+)\s*\}?"), r"^\1 "),
    (re.compile(r"\bo\s*\(\s*([a-z])\s*\^2\s*\)"), r"o(\1^2) quadratic"),
    (re.compile(r"\bo\s*\(\s*([a-z])\s*\)"), r"o(\1) linear"),
)
MARKUP = re.compile(r"[`*_#$~>|{}\\]+")


def plain(text: str) -> str:
    """The text in lower case, in one spelling: no markup, symbols in words, short forms whole."""
    # One space at most between words, or a flood of them would keep the patterns below busy.
    text = " ".join(text.translate(SUPERSCRIPTS).split())
    text = unicodedata.normalize("NFKC", text).translate(SYMBOLS).translate(QUOTES)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = LATEX_FRACTION.sub(r"(\1) / (\2)", LATEX_TEXT.sub("", text))
    text = LATEX_NAMES.sub(lambda m: f" {LATEX_WORDS.get(m[1], m[1])} ", text)
    text = _greek_in_words(text).lower()
    for pattern, replacement in (*CONTRACTIONS, *POWERS):
        text = pattern.sub(replacement, text)
    text = MARKUP.sub(" ", text)
    return " ".join(_whole(piece) for piece in text.split())


def _greek_in_words(text: str) -> str:
    """σ → sigma: the name the letter has in Unicode is the name people say."""
    if text.isascii():
        return text
    named = []
    for c in text:
        name = unicodedata.name(c, "") if "\u0370" <= c <= "\u03ff" else ""
        named.append(f" {name.split()[3]} " if name.count(" ") >= 3 and "LETTER" in name else c)
    return "".join(named)


def _whole(piece: str) -> str:
    """Expand one short form, keeping the punctuation around it."""
    if piece in SHORT_FORMS:
        return SHORT_FORMS[piece]
    core = piece.strip(".,;:!?()[]\"'")
    if core in SHORT_FORMS:
        return piece.replace(core, SHORT_FORMS[core], 1)
    return piece


def words(plain_text: str) -> list[str]:
    """Every word and number of a text that `plain` has been over, in order."""
    return WORD.findall(plain_text)


def content_stems(plain_text: str) -> list[str]:
    """Stems of the words that carry the meaning, in order, with repeats."""
    return [stem(word) for word in words(plain_text) if word not in FUNCTION_WORDS]


# Endings that change a word's form and not its subject, longest first. The shortest stem left is
# four letters: “rate” and “ratio” must not meet.
ENDINGS = tuple(
    sorted(
        listed(
            """isations izations isation ization ising izing ised ized ises izes ise ize iser izer
            ically ational ations ation ating ated ates ate ions ion ings ing edly ed ely ly
            ments ment nesses ness ences ence ances ance encies ency ents ent ants ant
            ables able ibles ible ability ibility abilities ivity ities ity ives ive
            als al ers er ors or ous ies ied es s e y ic"""
        ),
        key=lambda ending: (-len(ending), ending),
    )
)
SHORTEST_STEM = 4
NOT_PLURAL = ("ss", "is", "us", "as")  # loss, analysis, focus, bias


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part a word shares with its other forms: converge, converges, convergence → converg."""
    if not word.isalpha():
        return word
    for ending in ENDINGS:
        if not word.endswith(ending) or (ending == "s" and word.endswith(NOT_PLURAL)):
            continue
        # A long ending must leave more, or variance, variable and various would be one word.
        if len(word) - len(ending) >= SHORTEST_STEM + (len(ending) >= 4):
            return _undoubled(word[: -len(ending)])
    if len(word) > 3 and word.endswith("s") and not word.endswith(NOT_PLURAL):
        return word[:-1]
    return word


def _undoubled(base: str) -> str:
    """“plann” (from planning) and “plan” are the same; “loss” keeps its letters."""
    if len(base) > SHORTEST_STEM and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    return base
