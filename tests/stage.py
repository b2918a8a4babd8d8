"""The stage on which every address of the site is tried: Alice's things."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.utils import timezone

from groups import challenges, joining, packs, part_actions, slot_actions
from groups.models import Group, JoinRequest, Part
from interview import actions as interviews
from interview.models import Interview, Seat
from marking import sheets
from questions.models import new_token
from reminders import feed_actions, unsubscribing
from reminders.models import DevMail, Mute, Reminder
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    UserFactory,
    group_of,
)
from tests.groups.meetings import meeting_of
from tests.interview.faults import sat
from tests.interview.marked import finished
from tests.marking.codereview.written import code_of, spoken_about
from tests.marking.shared import (
    linked,
    looked_at,
    marked_by,
    said_about,
    shared_with,
    sheet_of,
)
from tests.marking.stored import pack_of, started
from tests.study.stage import Desk
from tests.workbench.imports.batches import imported
from workbench.models import BulkEdit, SavedFilter
from workbench.talk_actions import Matter, open_thread

MAIL = b"Subject: Hello\nContent-Type: text/plain\n\nHello.\n"


class Stage(Desk):
    """Alice's things, each made when a row asks for it. Every method gives an address's arguments.

    Bob has a seat at each of her interviews.
    """

    def __init__(self, owner, partner, role=Seat.Role.OBSERVER) -> None:
        self.owner, self.partner, self.role = owner, partner, role

    def arguments(self, of: str) -> list:
        return getattr(self, of)() if of else []

    def a_set(self) -> list:
        return [QuestionSetFactory().slug]

    def own_set(self) -> list:
        return [QuestionSetFactory(owner=self.owner, visibility="private").slug]

    def own_edit(self) -> list:
        edit = BulkEdit.objects.create(by=self.owner, what="Minutes: 5", made_at=timezone.now())
        return [edit.pk]

    def own_filter(self) -> list:
        return [SavedFilter.objects.create(owner=self.owner, name="Mine", query="q=x").pk]

    def an_import(self) -> list:
        return [imported("Q: Why?\nA: So.", owner=self.owner).pk]

    def an_imported_file(self) -> list:
        table = b"Question,Answer\nWhat is momentum?,An average.\nWhy warm up?,It is steadier.\n"
        return [imported(table, owner=self.owner, name="table.csv").pk, 1]

    def a_candidate(self) -> list:
        return [imported("Q: Why?\nA: So.", owner=self.owner).candidates.get().pk]

    def own_item(self) -> list:
        kept = QuestionSetFactory(owner=self.owner, visibility="private")
        return [kept.slug, kept.items.first().pk]

    def a_link(self) -> list:
        return [QuestionSetFactory(visibility="link", share_token=new_token()).share_token]

    def a_question(self) -> list:
        return [QuestionFactory().slug]

    def a_thread(self) -> list:
        question = QuestionFactory(owner=self.owner, visibility="private")
        matter = Matter("comment", "Is this so?")
        at = timezone.now()
        return [open_thread(question, question.current, matter, by=self.owner, at=at).pk]

    def my_question(self) -> list:
        return [QuestionFactory(owner=self.owner, visibility="private").slug]

    def an_invitation(self) -> list:
        asked = QuestionFactory(owner=self.partner, visibility="private").editor_invitations.create(
            email=self.owner.email, by=self.partner, asked_at=timezone.now()
        )
        return [asked.pk]

    def a_question_link(self) -> list:
        token = "a-token-nobody-guesses"
        QuestionFactory(owner=self.owner, visibility="link", share_token=token)
        return [token]

    def a_reason(self) -> list:
        return [*self.my_question(), "never-asked"]

    def my_version(self) -> list:
        return [*self.my_question(), 1]

    def a_mock(self) -> list:
        group = group_of(self.owner, self.partner)
        meeting = meeting_of(group, kind="mock", partner=self.partner)
        return [group.pk, meeting.pk]

    def a_half(self) -> list:
        group, meeting = self.a_mock()
        return [group, meeting, Part.objects.get(meeting=meeting, asker=self.owner).pk]

    def a_conducted(self) -> list:
        group, _, part = self.a_half()
        chosen = QuestionSetFactory(questions=[QuestionFactory()])
        at = timezone.now()
        made = part_actions.choose_set(Part.objects.get(pk=part), chosen, by=self.owner, at=at)
        return [group, made.pk]

    def a_conducted_sheet(self) -> list:
        """Over, and her sheet begun."""
        _, pk = self.a_conducted()
        at = timezone.now()
        interview = interviews.start(Interview.objects.get(pk=pk), at=at)
        interviews.finish(interview, at=at)
        sheets.begin(interview, by=self.owner, role="interviewer", at=at)
        return [pk]

    def an_offer(self) -> list:
        group, at = group_of(self.owner, self.partner), timezone.now()
        times = [at + timedelta(days=2)]
        offer = slot_actions.offer(group, times, partner=self.partner, by=self.owner, at=at)
        return [group.pk, offer.pk]

    def a_meeting(self) -> list:
        meeting = meeting_of(group_of(self.owner, self.partner), kind="paper")
        return [meeting.group_id, meeting.pk]

    def a_board(self) -> list:
        meeting = meeting_of(group_of(self.owner, self.partner))
        return [meeting.group_id, meeting.pk]

    def a_group(self) -> list:
        return [group_of(self.owner, self.partner).pk]

    def a_share(self) -> list:
        return [shared_with(group_of(self.owner, self.partner), self._finished()).pk]

    def a_sheet(self) -> list:
        return [sheet_of(self.owner, finished(self.partner)).interview_id]

    def a_shared_question(self) -> list:
        return [shared_with(group_of(self.owner, self.partner), self._finished()).interview_id, 1]

    def a_passage(self) -> list:
        return [said_about(shared_with(group_of(self.owner, self.partner), self._finished())).pk]

    def a_code_review(self) -> list:
        return [code_of(self.owner, group_of(self.owner, self.partner)).pk]

    def a_code_thread(self) -> list:
        review = code_of(self.owner, group_of(self.owner, self.partner))
        return [spoken_about(review, by=self.owner).pk]

    def a_second_look(self) -> list:
        interview = self._finished()
        return [looked_at(marked_by(self.partner, interview)).pk]

    def far_apart(self) -> list:
        interview = finished(self.partner)
        marked_by(self.owner, interview, ("made", "made"))
        marked_by(UserFactory(), interview, ("missed", "made"))
        return [interview.pk]

    def an_interview_link(self) -> list:
        return [linked(self._finished()).token]

    def a_set_of_the_group(self) -> list:
        return [*self.a_group(), self._of_the_group(QuestionSetFactory)]

    def a_question_of_the_group(self) -> list:
        return [*self.a_group(), self._of_the_group(QuestionFactory)]

    def a_challenge(self) -> list:
        self.a_group()
        made = challenges.make(
            self._group(), QuestionSetFactory(), begins="now", lasts="week", mode="exam",
            by=self.owner, at=timezone.now(),
        )  # fmt: skip
        return [made.group_id, made.pk]

    def a_pack_of_the_group(self) -> list:
        self.a_group()
        made = packs.choose(self._group(), pack_of(self.owner), by=self.owner, at=timezone.now())
        return [made.circle_id, made.pk]

    def a_member(self) -> list:
        return [*self.a_group(), self.partner.pk]

    def a_group_link(self) -> list:
        return [*self.a_group(), self._link().pk]

    def a_way_in(self) -> list:
        self.a_group()
        return [self._link().token]

    def a_request(self) -> list:
        (group,) = self.a_group()
        asked = JoinRequest.objects.create(
            group_id=group, user=UserFactory(), asked_at=timezone.now()
        )
        return [group, asked.pk]

    def a_pack(self) -> list:
        return [pack_of(self.owner).pk]

    def a_run(self) -> list:
        return [started(self.owner).pk]

    def an_empty_run(self) -> list:
        """Its answers have left the bank."""
        run = started(self.owner)
        run.answers.all().delete()
        return [run.pk]

    def somebody_barred(self) -> list:
        (group,) = self.a_group()
        gone = self._group().barred.create(user=UserFactory(), barred_at=timezone.now())
        return [group, gone.user_id]

    def an_answer_to_mark(self) -> list:
        return [*self.a_run(), 1]

    def an_area(self) -> list:
        return [QuestionFactory().topic.slug]

    def planned(self) -> list:
        return [self._shared(scheduled_for=timezone.now() + timedelta(days=2)).pk]

    def running(self) -> list:
        return [self._shared(running=True, mode="practice").pk]

    def running_question(self) -> list:
        return [*self.running(), 1]

    def running_fault(self) -> list:
        """A question about a fault: it has a list of what was tried."""
        return [self._with_partner(sat(self.owner)).pk, 1]

    def not_estimated(self) -> list:
        return [self._finished(estimated=False).pk]

    def marked(self) -> list:
        return [self._finished().pk]

    def marked_question(self) -> list:
        return [*self.marked(), 1]

    def notice(self) -> list:
        at = timezone.now()
        notice = Reminder.objects.create(
            key="interview:1:x", user=self.owner, kind="a-day-before", channel="in-app",
            due_at=at, state="sent", sent_at=at, about="group:1", facts={"title": "Hello"},
        )  # fmt: skip
        return [notice.pk]

    def a_mute(self) -> list:
        mute = Mute.objects.create(
            user=self.owner, about="group:1", words="Hello", made_at=timezone.now()
        )
        return [mute.pk]

    def a_feed(self) -> list:
        return [feed_actions.renew(self.owner, "everything", at=timezone.now()).pk]

    def feed_link(self) -> list:
        return [feed_actions.renew(self.owner, "everything", at=timezone.now()).token]

    def unsubscribing(self) -> list:
        address = unsubscribing.address(self.owner, "interviews")
        return [address.rstrip("/").rpartition("/")[2]]

    def mail(self) -> list:
        return [DevMail.objects.create(to="a@example.org", subject="Hello", raw=MAIL).pk]

    def mail_part(self) -> list:
        return [*self.mail(), 0]

    def confirming(self) -> list:
        address = EmailAddress.objects.create(user=self.owner, email=self.owner.email)
        return [EmailConfirmationHMAC(address).key]

    def wrong_key(self) -> list:
        return ["1", "not-a-key"]

    def passkey(self) -> list:
        data = {"name": "Laptop", "credential": {}}
        return [Authenticator.objects.create(user=self.owner, type="webauthn", data=data).pk]

    def _group(self) -> Group:
        return Group.objects.visible_to(self.owner).latest("pk")

    def _link(self):
        lasts = {"lasts": "week", "needs_approval": False}
        return joining.invite(self._group(), **lasts, by=self.owner, at=timezone.now())

    def _of_the_group(self, factory) -> str:
        shared = {"visibility": "group", "circle": self._group().circle}
        return factory(owner=self.owner, **shared).slug

    def _shared(self, **state):
        interview = InterviewFactory(candidate=self.owner, question_set=self._short(), **state)
        return self._with_partner(interview)

    def _finished(self, **state):
        return self._with_partner(finished(self.owner, question_set=self._short(), **state))

    def _short(self):
        return QuestionSetFactory(questions=[QuestionFactory()])

    def _with_partner(self, interview):
        Seat.objects.create(interview=interview, user=self.partner, role=self.role)
        return interview
