"""Kim, who keeps questions: brings a document, rewrites one question, puts a set together, and
sees what fifty people made of it. All through the product's own actions, but the sittings.
"""

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from accounts.models import User
from questions.actions import NewQuestion, create_questions, publish_versions, rewrite
from questions.bank.words import Point, Words
from questions.models import Question, QuestionSet, Topic
from tests.waiting import LONG_PATIENCE, wait_for
from tests.workbench.imports.batches import imported
from tests.workbench.measured import BLANK, people, sit
from web import clock
from workbench import counting, set_actions
from workbench.imports.saving import save_batch
from workbench.models import ImportBatch, ImportedFile, Thread
from workbench.talk_actions import Matter, open_thread, reply

DOCUMENTS = Path(__file__).resolve().parent.parent / "importing" / "unseen"
LONG = "relational-databases-readme.md"  # forty-odd questions with tables, code and links
SAVED = "data-engineering-sixty.md"
SITTERS = 50
SEED = 20

WORDS = Words(
    title="When accuracy misleads",
    kind="conceptual",
    tier=2,
    minutes=8,
    priority="P1",
    licence="CC-BY-4.0",
    author="Kim",
    prompt="A fraud model is right on 99.8 % of payments; one payment in 500 is fraud.\n\n"
    "What does the figure tell you, and what would you report **instead**? Write the recall"
    " as a formula, with $TP$ and $FN$.",
    model_answer="Calling every payment honest scores the same 99.8 %, so the figure says nothing."
    "\n\nReport precision and recall of the rare class, $\\frac{TP}{TP + FN}$, over the threshold,"
    " and choose the threshold by what a missed fraud and a blocked payment cost.",
    points=(
        Point(
            0, "baseline", "must", 2, "A model that never says fraud reaches the same accuracy.",
            ("always predicting the majority class scores 99.8 %",),
            ("99.8 % means the model is good",),
            "What does a model score that always says no?",
        ),
        Point(
            0, "rare-class", "must", 2, "Precision and recall of the rare class say more.",
            ("look at recall on fraud",), ("accuracy is enough if the data is large",),
            "Which errors would you count one by one?",
        ),
        Point(0, "costs", "should", 1, "The threshold follows from what each error costs."),
        Point(0, "curve", "bonus", 1, "A precision–recall curve shows all thresholds at once."),
    ),
    hints=("What would a model score that always answers the same?",),
    follow_ups=("Why is the ROC curve kinder here than the precision–recall curve?",),
)  # fmt: skip
EASY = replace(
    WORDS,
    title="What a confusion matrix counts",
    tier=1,
    minutes=4,
    prompt="Name the four cells of a confusion matrix, and say which one a spam filter must avoid.",
)
HARD = replace(
    WORDS,
    title="Choosing a threshold under a budget",
    tier=3,
    minutes=12,
    prompt="Your team can look at 200 alerts a day. How do you set the threshold of the model?",
)
# What the first question was before Kim went over it.
FIRST = replace(
    WORDS,
    prompt=WORDS.prompt.replace("What does the figure tell you", "Is that a good model"),
    points=(WORDS.points[0], replace(WORDS.points[1], text="Recall says more.", probe="")),
    follow_ups=(),
)


@dataclass(frozen=True)
class Desk:
    """What lies on Kim's desk."""

    kim: User
    batch: ImportBatch
    question: Question
    draft: Question
    set: QuestionSet
    thread: Thread


def make_desk() -> Desk:
    kim = User.objects.create_user(
        "kim@greenroom.example",
        display_name="Kim",
        time_zone="Europe/Paris",
        time_zone_chosen=True,
    )
    _bring(SAVED, kim, new_set="Data engineering, first round")
    measured = _measure(kim)
    question = measured[0]
    return Desk(
        kim=kim,
        batch=_brought(LONG, kim),
        question=question,
        draft=Question.objects.filter(owner=kim, status=Question.Status.DRAFT).earliest("pk"),
        set=_put_together(kim, [question, *measured[1:]]),
        thread=_dispute(question, kim),
    )


def _brought(name: str, kim: User) -> ImportBatch:
    """A document that was read, here or by the worker, whichever took it first."""
    batch = imported((DOCUMENTS / name).read_text(), owner=kim, name=name)
    read = batch.files.filter(state=ImportedFile.State.READ)
    wait_for(read.exists, f"{name} to be read", seconds=LONG_PATIENCE)
    return batch


def _bring(name: str, kim: User, *, new_set: str) -> None:
    batch = _brought(name, kim)
    area = Topic.objects.get(slug="data-features")
    save_batch(batch, by=kim, at=clock.now(), area=area, new_set=new_set, draft_points=True)


def _measure(kim: User) -> list[Question]:
    """Three ready questions, sat by people of differing ability, and what that adds up to."""
    area = Topic.objects.get(slug="evaluation-metrics")
    new = [NewQuestion(words, area) for words in (FIRST, EASY, HARD)]
    questions = create_questions(new, owner=kim)
    halfway = replace(FIRST, points=WORDS.points[:2])
    rewrite(questions[0], halfway, by=kim, note="A probe for every point one must make")
    questions[0] = rewrite(questions[0], WORDS, by=kim, note="Costs, and the curve as a bonus")
    publish_versions([one.current_id for one in questions], status=Question.Status.READY)
    sat = set_actions.create(kim, {"title": "Metrics, a trial run", "minutes": 24})
    set_actions.add_questions(sat, [one.pk for one in questions], by=kim)
    chance = random.Random(SEED)  # the same pictures each time
    for number, person in enumerate(people(SITTERS)):
        ability = number / SITTERS
        marks = [
            min(1, max(0, round(4 * (ability + chance.gauss(shift, 0.22))) / 4))
            for shift in (0.05, 0.6, -0.35)
        ]
        if ability < 0.3:
            marks[2] = BLANK
        sit(sat, person, marks, day=number, hints=number % 6 == 0, seconds=chance.randint(180, 640))
    counting.sweep(at=clock.now())
    return questions


def _put_together(kim: User, own: list[Question]) -> QuestionSet:
    facts = {
        "title": "Applied scientist, second round",
        "description": "How somebody measures a model, and what they do with the figure.",
        "for_whom": "People who have shipped a model or two.",
        "minutes": 80,
        "instructions": "Have *paper* at hand. You may look up formulas.",
    }
    made = set_actions.create(kim, facts)
    set_actions.add_questions(made, [one.pk for one in own], by=kim, section="Warm-up")
    bank = Question.objects.filter(slug__in=("attention-explained", "roc-auc", "l1-vs-l2"))
    ids = list(bank.order_by("slug").values_list("pk", flat=True))
    set_actions.add_questions(made, ids, by=kim, section="In depth")
    draw = {"section": "Last", "minutes": None, "draw": {"count": 2, "kinds": ["conceptual"]}}
    set_actions.add_draw(made, draw, by=kim, at=clock.now())
    return set_actions.share(made, "link", by=kim, at=clock.now())


def _dispute(question: Question, kim: User) -> Thread:
    """Somebody who sat it doubts a key point; Kim has answered."""
    sitter = User.objects.filter(interviews__questions__version__question=question).latest("pk")
    at = clock.now() - timedelta(hours=5)
    said = "I wrote that recall alone decides when a missed fraud costs a hundred times more."
    said += " That is the rare class, yet the point was not given."
    matter = Matter("dispute", said, part="point:rare-class", answer="Recall decides here.")
    thread = open_thread(question, question.current, matter, by=sitter, at=at)
    reply(thread, "Fair: the point should name either of the two.", by=kim, at=clock.now())
    return thread
