"""What of Alice's lies on her study desk, for the table of addresses."""

import uuid

from django.utils import timezone

from accounts.models import User
from study import attempts
from study.branches import actions as branch_actions
from study.cards.backlog import only_shaky
from study.cards.sources import of_question, write
from study.content import content
from study.estimates.sittings import answer
from study.grid import actions as grid_actions
from study.hunts import actions as hunt_actions
from study.models import Resource, Take, TeamQuestion
from study.plan import actions as plan_actions
from study.speaking import actions as speaking_actions
from study.teaching import actions as teaching_actions
from tests.factories import QuestionFactory, group_of
from tests.interview.marked import finished
from tests.study.plan.planned import planned
from tests.study.speaking.spoken import recorded


class Desk:
    """Each thing is made when a row asks for it, and gives an address's arguments."""

    owner: User
    partner: User

    def a_card(self) -> list:
        return [write(self.owner, front="Why?", back="So.", at=timezone.now()).pk]

    def my_point(self) -> list:
        question = QuestionFactory(owner=self.owner, visibility="private")
        return [question.current.key_points.first().pk]

    def a_card_of_a_question(self) -> list:
        of_question(self.owner, QuestionFactory(), at=timezone.now())
        return [self.owner.cards.get().pk]

    def a_card_change(self) -> list:
        return [only_shaky(self.owner, at=timezone.now()).pk]

    def a_concept(self) -> list:
        return [content().study.concepts[0].slug]

    def an_estimate(self) -> list:
        return [content().study.estimates[0].slug]

    def an_estimated(self) -> list:
        of = content().study.estimates[0]
        return [answer(self.owner, of, "110M", seen=0, at=timezone.now()).pk]

    def an_explanation(self) -> list:
        """Open with its sound to the group in which her partner is."""
        [concept], at = self.a_concept(), timezone.now()
        spoken = recorded(self.owner, content().study.concepts[0])
        group = group_of(self.owner, self.partner)
        typed = {"base": 0, "writer": uuid.uuid4(), "at": at}
        teaching_actions.draft(self.owner, concept, "It is a sum.", **typed)
        opened = {"recording": spoken.recording.pk, "at": at}
        return [teaching_actions.share(self.owner, concept, group.circle_id, **opened).pk]

    def a_paper(self) -> list:
        return [content().study.reading[0].slug]

    def a_resource(self) -> list:
        facts = {"title": "R", "url": "https://example.org/", "added_at": timezone.now()}
        return [Resource.objects.create(owner=self.owner, **facts).pk]

    def a_checklist(self) -> list:
        return [content().study.checklists[0].slug]

    def a_team_question(self) -> list:
        at = timezone.now()
        made = TeamQuestion.objects.create(owner=self.owner, text="Why?", written_at=at)
        return [*self.a_checklist(), made.pk]

    def a_finished_interview(self) -> list:
        return [finished(self.owner).pk]

    def a_weak_spot(self) -> list:
        return [content().study.weak_spots[0].slug]

    def a_formula(self) -> list:
        return [content().study.formulas[0].slug]

    def a_case(self) -> list:
        return [content().study.cases[0].slug]

    def a_case_key(self) -> list:
        return self._tried("case", *self.a_case())

    def a_sequence(self) -> list:
        return [content().study.sequences[0].slug]

    def a_sequenced(self) -> list:
        return self._tried("sequence", *self.a_sequence())

    def _tried(self, kind: str, slug: str) -> list:
        given, at = {"order": [], "choice": "", "cells": {}}, timezone.now()
        return [attempts.record(self.owner, kind, slug, score=1, given=given, at=at).pk]

    def a_comparison(self) -> list:
        return [content().study.comparisons[0].slug]

    def a_compared(self) -> list:
        [slug], at = self.a_comparison(), timezone.now()
        mark = {"text": "A coin.", "verdict": "missed", "p": 0.1, "reason": "No.", "own": None}
        facts = {"score": 0, "given": {"cells": {}}, "marks": {"cells": {"data.uplift": mark}}}
        return [attempts.record(self.owner, "comparison", slug, **facts, at=at).pk]

    def a_grid_change(self) -> list:
        concepts = content().study.concepts[:1]
        return [grid_actions.start(self.owner, concepts, at=timezone.now()).pk]

    def a_study_plan(self) -> list:
        planned(self.owner)
        return []

    def a_plan_task(self) -> list:
        return [planned(self.owner).tasks.exclude(slug__in=["study", "review"])[0].pk]

    def a_plan_change(self) -> list:
        plan = planned(self.owner)
        task = plan.tasks.exclude(slug="review")[0]
        return [plan_actions.skip(task, revision=0, at=timezone.now()).pk]

    def a_take(self) -> list:
        times = speaking_actions.Times(prepare=0, limit=90)
        at = timezone.now()
        return [speaking_actions.begin(self.owner, QuestionFactory(), times, at=at).pk]

    def a_recording(self) -> list:
        (take,) = self.a_take()
        sound = b"\x1a\x45\xdf\xa3"
        speaking_actions.record(Take.objects.get(pk=take), sound, at=timezone.now())
        return [take]

    def a_hunt(self) -> list:
        mode = content().study.failure_modes[0].slug
        return [hunt_actions.tick(self.owner, mode, 1, done=True, at=timezone.now()).pk]

    def a_mistake(self) -> list:
        return [content().study.mistakes[0].slug]

    def a_plan(self) -> list:
        return ["seven-days"]

    def a_story(self) -> list:
        return ["retention-call"]

    def a_tree(self) -> list:
        """Open to the group in which her partner is."""
        return [self._tree().pk]

    def a_kind_of_a_tree(self) -> list:
        return [*self.a_tree(), "story"]

    def a_part_of_a_tree(self) -> list:
        tree = self._tree()
        return [tree.pk, "question", tree.draft.forks[1].slug]

    def a_question_of_a_tree(self) -> list:
        tree = self._tree()
        return [tree.pk, tree.draft.forks[1].slug]

    def a_story_of_a_tree(self) -> list:
        return [*self.a_tree(), "retention-call"]

    def a_tree_change(self) -> list:
        return [branch_actions.call(self._tree(), "Another name", "", at=timezone.now()).pk]

    def _tree(self):
        group, at = group_of(self.owner, self.partner), timezone.now()
        row = branch_actions.copy(self.owner, content().study.decision_tree[0], at=at)
        return branch_actions.open_to(row, group.circle_id, revision=0, at=at)
