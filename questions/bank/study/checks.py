"""What the study files say about each other, beyond slugs that exist."""

from collections.abc import Mapping

from questions.bank.problems import Reporter
from questions.bank.study.choosing import DecisionTree
from questions.bank.study.content import Beside, Study
from questions.bank.study.plans import Plan

MOST_CARDS = 3
PRACTICE_KINDS = ("implementation", "debugging")


def check_study(study: Study, beside: Beside | None, reports: Mapping[str, Reporter]) -> None:
    _blocks_stand_together(study, reports["concepts"])
    if beside:
        _practice_is_done_by_hand(study, beside, reports["concepts"])
    _one_to_three_cards(study, reports)
    _cards_in_grid_order(study, reports["cards"])
    _sizes_adjoin(study, reports["dataset_sizes"])
    for plan in study.plan:
        _days_follow_each_other(plan, reports["plan"])
        _tasks_have_their_own_slugs(plan, reports["plan"])
        _each_concept_once(plan, study, reports["plan"])
    for tree in study.decision_tree:
        _tree_hangs_together(tree, reports["decision_tree"])


def _blocks_stand_together(study: Study, report: Reporter) -> None:
    """The grid has one heading for each block, in the order of blocks.yaml."""
    place = {block.slug: number for number, block in enumerate(study.blocks)}
    furthest = 0
    for concept in study.concepts:
        here = place.get(concept.block)
        if here is None:
            continue
        if here < furthest:
            late = study.blocks[furthest].slug
            report.error(
                concept.line,
                f"“{concept.slug}” of “{concept.block}” stands after block “{late}”; move it up",
            )
        furthest = max(furthest, here)


def _practice_is_done_by_hand(study: Study, beside: Beside, report: Reporter) -> None:
    for concept in study.concepts:
        question = beside.questions.get(concept.practice.question) if concept.practice else None
        if question and question.kind not in PRACTICE_KINDS:
            report.error(
                concept.practice.line,
                f"the practice “{question.slug}” is {question.kind}; it must be"
                f" {' or '.join(PRACTICE_KINDS)}, or a task with its answer",
            )


def _one_to_three_cards(study: Study, reports: Mapping[str, Reporter]) -> None:
    count = {concept.slug: 0 for concept in study.concepts}
    for card in study.cards:
        if card.concept not in count:
            continue
        count[card.concept] += 1
        if count[card.concept] > MOST_CARDS:
            reports["cards"].error(
                card.line, f"“{card.concept}” has {MOST_CARDS} cards already; drop one"
            )
    for concept in study.concepts:
        if concept.slug and not count[concept.slug]:
            reports["concepts"].error(
                concept.line, f"“{concept.slug}” has no card; write one to three in cards.yaml"
            )


def _cards_in_grid_order(study: Study, report: Reporter) -> None:
    place = {concept.slug: number for number, concept in enumerate(study.concepts)}
    furthest = 0
    for card in study.cards:
        here = place.get(card.concept, furthest)
        if here < furthest:
            report.warning(
                card.line, f"“{card.slug}” stands after cards of a later concept; move it up"
            )
        furthest = max(furthest, here)


def _sizes_adjoin(study: Study, report: Reporter) -> None:
    """Every number of rows falls into exactly one size."""
    expected: int | None = 0
    for size in study.dataset_sizes:
        if size.rows is None:
            return
        if size.rows.least != expected:
            wanted = "nothing, as the one before has no “below”" if expected is None else expected
            report.error(
                size.line, f"“{size.slug}” begins at {size.rows.least} and should at {wanted}"
            )
        if size.rows.below and size.rows.below <= size.rows.least:
            report.error(size.line, f"“{size.slug}” ends at or before its beginning; raise “below”")
        expected = size.rows.below or None
    if study.dataset_sizes and expected is not None:
        report.error(
            study.dataset_sizes[-1].line, "the last size must be open; take its “below” out"
        )


def _days_follow_each_other(plan: Plan, report: Reporter) -> None:
    days = plan.all_days
    for expected, day in enumerate(days, start=1):
        if day.day != expected:
            report.error(day.line, f"this is day {expected} of the plan, not {day.day}; count on")
            return
    if len(days) != plan.days:
        report.error(plan.line, f"“days” says {plan.days}, and {len(days)} are here; correct one")


def _tasks_have_their_own_slugs(plan: Plan, report: Reporter) -> None:
    first: dict[str, int] = {}
    for day in plan.all_days:
        for task in day.tasks:
            if task.slug and first.setdefault(task.slug, day.line) != day.line:
                report.error(
                    task.line, f"another day has a task “{task.slug}” already; choose another slug"
                )


def _each_concept_once(plan: Plan, study: Study, report: Reporter) -> None:
    """Each concept is first studied on one day, or named among those the plan leaves out."""
    first: dict[str, int] = {}
    for day in plan.all_days:
        for task in day.tasks:
            for slug in task.concepts if task.kind == "study" else ():
                if slug in first:
                    report.error(
                        task.line, f"“{slug}” is studied on day {first[slug]} already; take it out"
                    )
                first.setdefault(slug, day.day)
    for concept in study.concepts:
        is_out = concept.slug in plan.leaves_out
        if is_out and concept.slug in first:
            report.error(plan.line, f"“{concept.slug}” is studied and left out; decide for one")
        elif is_out and concept.priority == "P1":
            report.error(plan.line, f"“{concept.slug}” is P1; a plan cannot leave it out")
        elif concept.slug and not is_out and concept.slug not in first:
            report.error(
                plan.line,
                f"the plan never studies “{concept.slug}”; add it, or name it in “leaves_out”",
            )


def _tree_hangs_together(tree: DecisionTree, report: Reporter) -> None:
    """Every way leads on, none in a circle; every fork and leaf can be reached; stories fit."""
    ways = {fork.slug: [answer.to for answer in fork.answers] for fork in tree.forks}
    leaves = {leaf.slug for leaf in tree.leaves}
    for slug in leaves & set(ways):
        report.error(tree.line, f"“{slug}” is a fork and a leaf; rename one")
    order = {fork.slug: number for number, fork in enumerate(tree.forks)}
    for fork in tree.forks:
        for answer in fork.answers:
            if answer.to and answer.to not in leaves and answer.to not in ways:
                report.error(answer.line, f"there is no fork or leaf “{answer.to}”; add it")
            elif answer.to in ways and order[answer.to] <= order[fork.slug]:
                report.error(answer.line, f"“{answer.to}” stands further up; ways lead only down")
    reached = {tree.forks[0].slug} if tree.forks else set()
    for fork in tree.forks:
        if fork.slug in reached:
            reached |= set(ways[fork.slug])
    for one in (*tree.forks, *tree.leaves):
        if one.slug and one.slug not in reached:
            report.error(one.line, f"no way leads to “{one.slug}”; add an answer or take it out")
    for story in tree.scenarios:
        _story_fits(story, tree, ways, leaves, report)
    ends = {story.path[-1] for story in tree.scenarios if story.path}
    for leaf in tree.leaves:
        if leaf.slug and leaf.slug in reached and leaf.slug not in ends:
            report.warning(leaf.line, f"no story ends at “{leaf.slug}”; write one")


def _story_fits(story, tree: DecisionTree, ways, leaves: set[str], report: Reporter) -> None:
    if not story.path or not tree.forks:
        return
    if story.path[0] != tree.forks[0].slug:
        report.error(story.line, f"the path of “{story.slug}” must begin at “{tree.forks[0].slug}”")
    for here, there in zip(story.path, story.path[1:], strict=False):
        if there not in ways.get(here, ()):
            report.error(story.line, f"no answer leads from “{here}” to “{there}”; mend the path")
    if story.path[-1] not in leaves:
        report.error(story.line, f"the path of “{story.slug}” ends before a leaf; go on")
