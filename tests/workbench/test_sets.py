"""A set is made, put together, shared and taken."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import actions as interviews
from interview.models import Interview
from questions import sharing
from questions.models import LinkVisit, Question, QuestionSet, SetItem, Visibility
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    UserFactory,
)
from web.refusals import Refused
from workbench import outlines, set_actions, set_rules, sharing_rules

NOW = timezone.now()


@pytest.fixture
def own(alice):
    return QuestionSetFactory(
        owner=alice, visibility="private", title="Thursday", minutes=24, slug="thursday"
    )


def address(name, *args):
    return reverse(f"workbench:{name}", args=args)


def order(chosen):
    return list(chosen.items.values_list("pk", flat=True))


def titles(chosen):
    return [item.question.title for item in chosen.items.select_related("question")]


# Making one


def test_a_new_set_is_private_and_empty(as_user, alice):
    data = {"title": "Sets", "minutes": 30, "level": "senior", "instructions": "Bring paper."}
    reply = as_user(alice).post(address("new_set"), data)
    made = QuestionSet.objects.get()
    assert reply.url == address("set", made.slug)
    assert (made.owner, made.visibility, made.instructions) == (alice, "private", "Bring paper.")
    assert b"Nothing in it yet" in as_user(alice).get(reply.url).content


def test_two_sets_of_one_title_have_addresses_of_their_own(alice):
    facts = {"title": "Link", "minutes": 30}
    made = [set_actions.create(alice, dict(facts)) for _ in range(2)]
    assert len({one.slug for one in made} | {"link"}) == 3


@pytest.mark.parametrize("wrong", [{"title": ""}, {"minutes": 0}, {"minutes": 481}, {"level": "x"}])
def test_bad_facts_come_back_with_what_was_typed(as_user, alice, own, wrong):
    data = {"title": "New title", "minutes": 30, "description": "Kept?", **wrong}
    reply = as_user(alice).post(address("set_facts", own.slug), data)
    assert reply.status_code == 422
    assert b"Kept?" in reply.content
    own.refresh_from_db()
    assert own.title == "Thursday"


def test_two_tabs_change_the_title_and_neither_is_lost(as_user, alice, own):
    url = address("set_facts", own.slug)
    base = set_actions.fingerprint(own)
    data = {"title": "From the first tab", "minutes": 30, "level": "mid", "base": base}
    assert as_user(alice).post(url, data).status_code == 302
    second = as_user(alice).post(url, {**data, "title": "From the second tab"})
    assert second.status_code == 409
    page = second.content.decode()
    assert "From the first tab" in page
    assert "From the second tab" in page
    again = {**data, "title": "From the second tab", "base": second.context["form"]["base"].value()}
    assert as_user(alice).post(url, again).status_code == 302
    own.refresh_from_db()
    assert own.title == "From the second tab"


def test_a_copy_of_a_shipped_set_is_ones_own_and_the_original_stays(as_user, alice):
    shipped = QuestionSetFactory(title="Taster", origin="greenroom", level="senior")
    SetItem.objects.create(set=shipped, position=9, section="Last", draw={"count": 2}, minutes=4)
    reply = as_user(alice).post(address("duplicate", shipped.slug))
    copy = QuestionSet.objects.get(owner=alice)
    assert reply.url == address("set", copy.slug)
    assert (copy.title, copy.origin, copy.visibility) == ("Copy of Taster", "", "private")
    facts = ("position", "section", "question", "minutes", "draw")
    assert list(copy.items.values(*facts)) == list(shipped.items.values(*facts))
    assert as_user(alice).get(address("set", shipped.slug)).status_code == 404


def test_a_copy_leaves_out_what_one_may_not_read(as_user, alice, bob):
    secret = QuestionFactory(owner=bob, visibility="private")
    theirs = QuestionSetFactory(owner=bob, questions=[secret, QuestionFactory()])
    page = as_user(alice).post(address("duplicate", theirs.slug), follow=True).content.decode()
    assert "1 question is not yours to read" in page
    assert secret.title not in page


def test_a_deleted_set_leaves_its_questions_and_its_planned_interview_does_not_start(
    as_user, alice, own
):
    planned = InterviewFactory(candidate=alice, question_set=own)
    assert as_user(alice).post(address("delete_set", own.slug)).status_code == 302
    assert Question.objects.count() == 3
    planned.refresh_from_db()
    with pytest.raises(Refused, match="not shared with you any more"):
        interviews.start(planned, at=NOW)


# Its items


def test_the_page_finds_questions_of_the_bank_and_ones_own(as_user, alice, bob, own, hx):
    from questions.actions import index_again

    mine = QuestionFactory(owner=alice, visibility="private", title="Momentum mine", draft=True)
    theirs = QuestionFactory(owner=bob, visibility="private", title="Momentum theirs")
    shared = QuestionFactory(title="Momentum for all")
    index_again([mine.pk, theirs.pk, shared.pk])
    url = address("set", own.slug)
    part = as_user(alice).get(url, {"q": "momentum"}, headers=hx("results")).content.decode()
    assert part.strip().startswith('<div id="results"')
    assert "Momentum mine" in part
    assert "Momentum for all" in part
    assert "theirs" not in part


@pytest.mark.parametrize(
    "typed", ["{slug}", " {slug} ", "http://testserver/questions/{slug}/", "/questions/{slug}/?q=1"]
)
def test_a_question_is_added_by_its_address(as_user, alice, own, typed, hx):
    question = QuestionFactory(slug="why-momentum")
    data = {"question": typed.format(slug=question.slug)}
    url = address("add_question", own.slug)
    reply = as_user(alice).post(url, data, headers=hx("items"))
    assert reply.content.strip().startswith(b'<section id="items"')
    assert titles(own)[-1] == question.title
    again = as_user(alice).post(url, data, headers=hx("items"))
    assert b"stands there already" in again.content
    assert own.items.count() == 4


def test_what_one_may_not_read_cannot_be_added(as_user, alice, bob, own):
    secret = QuestionFactory(owner=bob, visibility="private")
    reply = as_user(alice).post(address("add_question", own.slug), {"question": secret.slug})
    assert reply.status_code == 409
    assert set_actions.add_questions(own, [secret.pk], by=alice).new == []
    assert own.items.count() == 3


def test_a_set_asks_a_hundred_questions_at_most(alice, own):
    SetItem.objects.create(set=own, position=9, draw={"count": set_rules.MOST_QUESTIONS - 4})
    one, two = QuestionFactory.create_batch(2)
    set_actions.add_questions(own, [one.pk], by=alice)
    with pytest.raises(Refused, match="at most 100"):
        set_actions.add_questions(own, [two.pk], by=alice)


def test_an_item_has_minutes_and_a_section_of_its_own(as_user, alice, own):
    item = own.items.first()
    url = address("item", own.slug, item.pk)
    base = set_actions.fingerprint(item)
    data = {"minutes": 11, "section": "Warm-up", "base": base}
    assert as_user(alice).post(url, data).status_code == 302
    item.refresh_from_db()
    assert (item.minutes, item.section) == (11, "Warm-up")
    stale = as_user(alice).post(url, {**data, "minutes": 3})
    assert stale.status_code == 409
    assert b"11 minutes of its own" in stale.content
    assert as_user(alice).post(url, {"minutes": "soon", "base": base}).status_code == 422


def test_an_item_of_another_set_is_not_found(as_user, alice, own):
    other = QuestionSetFactory(owner=alice, visibility="private").items.first()
    assert as_user(alice).get(address("item", own.slug, other.pk)).status_code == 404


def test_what_is_taken_out_may_be_put_back(as_user, alice, own, hx):
    first = own.items.first()
    url = address("remove_item", own.slug, first.pk)
    part = as_user(alice).post(url, headers=hx("items")).content.decode()
    assert own.items.count() == 2
    assert "Put it back" in part
    assert first.question.slug in part
    assert as_user(alice).post(url).status_code == 302, "a second click finds it gone"


# Their order


def test_an_order_is_kept_at_once_and_told_as_json(as_user, alice, own):
    one, two, three = order(own)
    data = {"order": f"{three},{one},{two}", "base": f"{one},{two},{three}"}
    reply = as_user(alice).post(
        address("order", own.slug), data, headers={"Accept": "application/json"}
    )
    assert reply.json() == {"state": "saved", "base": f"{three},{one},{two}"}
    assert order(own) == [three, one, two]
    assert list(own.items.values_list("position", flat=True)) == [1, 2, 3]


def test_the_second_of_two_tabs_sees_both_orders_and_may_choose(as_user, alice, own):
    one, two, three = order(own)
    base = f"{one},{two},{three}"
    url = address("order", own.slug)
    as_user(alice).post(url, {"order": f"{two},{one},{three}", "base": base})
    data = {"order": f"{three},{two},{one}", "base": base}
    told = as_user(alice).post(url, data, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["state"]) == (409, "conflict")
    page = as_user(alice).post(url, data)
    assert page.status_code == 409
    assert order(own) == [two, one, three]
    shown = [line.item.pk for line in page.context["mine"]]
    assert shown == [three, two, one]
    as_user(alice).post(url, {**data, "base": f"{two},{one},{three}"})
    assert order(own) == [three, two, one]


def test_an_order_knows_nothing_of_what_came_and_went(alice, own):
    one, two, three = order(own)
    added = set_actions.add_questions(own, [QuestionFactory().pk], by=alice)
    set_actions.remove_item(own, two, by=alice)
    new = own.items.get(question=added.new[0]).pk
    kept = set_actions.reorder(own, [three, two, one, 999_999], base=[one, three, new], by=alice)
    assert kept == [three, one, new]


@pytest.mark.parametrize(("to", "places"), [("up", [1, 0, 2]), ("down", [0, 2, 1])])
def test_without_a_script_a_button_moves_an_item(as_user, alice, own, to, places):
    ids = order(own)
    as_user(alice).post(address("move_item", own.slug, ids[1]), {"to": to})
    assert order(own) == [ids[place] for place in places]


# Draws


def test_a_draw_says_what_it_finds(as_user, alice, own):
    QuestionFactory.create_batch(4, kind="derivation")
    QuestionFactory(kind="derivation", owner=alice, visibility="private")
    met = QuestionFactory(kind="derivation")
    sat = InterviewFactory(candidate=alice, question_set=QuestionSetFactory(questions=[met]))
    interviews.start(sat, at=NOW - timedelta(days=3))
    data = {"count": 2, "kinds": ["derivation"]}
    page = as_user(alice).post(address("draw_reach", own.slug), data).content.decode()
    assert "Matches 6 you may see, 5 not asked in 14 days" in page
    assert "5 of them everyone may see" in page


def test_a_draw_is_added_and_said_in_words(as_user, alice, own, hx):
    TopicFactory(slug="optimisation")
    QuestionFactory.create_batch(3, kind="derivation", minutes=10)
    data = {"count": 3, "kinds": ["derivation"], "areas": ["optimisation"], "tiers": [1]}
    reply = as_user(alice).post(address("add_draw", own.slug), data, headers=hx("items"))
    assert "Draws 3 questions: derivation, screen, from Optimisation" in reply.content.decode()
    drawn = own.items.last()
    assert drawn.draw == {
        "count": 3,
        "kinds": ["derivation"],
        "tiers": [1],
        "areas": ["optimisation"],
    }
    interview = InterviewFactory(candidate=alice, question_set=own)
    assert interviews.start(interview, at=NOW).questions.count() == 6


def test_a_draw_that_cannot_be_filled_is_refused(as_user, alice, own):
    QuestionFactory(kind="derivation")
    reply = as_user(alice).post(
        address("add_draw", own.slug), {"count": 2, "kinds": ["derivation"]}
    )
    assert reply.status_code == 409
    assert b"1 matches, and the draw wants 2" in reply.content
    assert own.items.count() == 3


def test_two_draws_do_not_count_on_the_same_question(alice, own):
    """Five match either way, but the narrow draw needs both derivations."""
    QuestionFactory.create_batch(2, kind="derivation", tier=2)
    QuestionFactory.create_batch(3, kind="debugging", tier=2)
    wide, narrow = {"count": 3, "tiers": [2]}, {"count": 2, "kinds": ["derivation"]}
    add = {"by": alice, "at": NOW}
    first = set_actions.add_draw(own, {"draw": wide, "minutes": None, "section": ""}, **add)
    set_actions.add_draw(own, {"draw": narrow, "minutes": None, "section": ""}, **add)
    with pytest.raises(Refused, match="other draws of this set need some of the same"):
        set_actions.change_item(
            own,
            first.pk,
            {"draw": wide | {"count": 4}},
            base=set_actions.fingerprint(first),
            by=alice,
        )


def test_a_fixed_question_is_not_drawn_as_well(alice, own):
    fixed = own.items.first().question
    Question.objects.filter(pk=fixed.pk).update(kind="derivation")
    facts = {"draw": {"count": 1, "kinds": ["derivation"]}, "minutes": None, "section": ""}
    with pytest.raises(Refused, match="None matches"):
        set_actions.add_draw(own, facts, by=alice, at=NOW)


# Minutes, and what is amiss


@pytest.mark.parametrize(
    ("planned", "clock", "says"),
    [
        (0, 30, "Nothing is planned for the 30 minutes yet"),
        (30, 30, "fill the clock exactly"),
        (24, 30, "24 of 30 minutes: 6 to spare"),
        (36, 30, "6 too few"),
    ],
)
def test_minutes_are_said_in_a_sentence(planned, clock, says):
    assert says in set_rules.minutes_in_words(planned, clock)


def test_the_minutes_of_items_add_up(alice, own):
    first = own.items.first()
    SetItem.objects.filter(pk=first.pk).update(minutes=14)
    QuestionFactory.create_batch(2, kind="derivation", minutes=10)
    QuestionFactory.create_batch(2, kind="derivation", minutes=20)
    SetItem.objects.create(set=own, position=9, draw={"count": 2, "kinds": ["derivation"]})
    told = outlines.outline(own, user=alice, at=NOW)
    assert [line.minutes for line in told.lines] == [14, 8, 8, 30]
    assert (told.planned, told.questions) == (60, 5)


def test_drafts_and_retired_questions_are_named_with_the_way_on(as_user, alice, own):
    first, second, _ = own.items.all()
    Question.objects.filter(pk=first.question_id).update(status="draft")
    Question.objects.filter(pk=second.question_id).update(status="retired")
    SetItem.objects.create(set=own, position=9, draw={"count": 1, "tiers": [4]})
    page = as_user(alice).get(address("set", own.slug)).content.decode()
    assert "3 items are not asked as planned" in page
    assert "This is a draft and is not asked. Make it ready" in page
    assert "This question is retired" in page
    assert "None matches, and the draw wants 1" in page


def test_the_page_costs_the_same_however_many_questions_are_in_it(
    as_user, alice, own, django_assert_max_num_queries
):
    set_actions.add_questions(
        own, [question.pk for question in QuestionFactory.create_batch(20)], by=alice
    )
    client = as_user(alice)
    with django_assert_max_num_queries(9):
        client.get(address("set", own.slug))


# On paper


def test_the_sheet_has_prompts_and_the_key_only_for_who_may_see_it(as_user, alice, own):
    mine = QuestionFactory(owner=alice, visibility="private", model_answer="MINE")
    other = own.items.first().question
    set_actions.add_questions(own, [mine.pk], by=alice)
    plain = as_user(alice).get(address("print_set", own.slug)).content.decode()
    assert mine.current.prompt in plain
    assert "MINE" not in plain
    with_key = as_user(alice).get(address("print_set", own.slug), {"key": "1"}).content.decode()
    assert "MINE" in with_key
    assert with_key.count("Momentum averages past gradients with") == 1, "the points of one alone"
    assert other.current.model_answer not in with_key
    assert "3 keys are left out" in with_key


# Sharing


@pytest.fixture
def shared(own, alice):
    """A set of Alice's with a private question, opened by a link."""
    secret = QuestionFactory(owner=alice, visibility="private", title="SECRET", prompt="SECRET?")
    set_actions.add_questions(own, [secret.pk], by=alice)
    return set_actions.share(own, "link", by=alice)


@pytest.mark.parametrize("path", ["sets/link/%00/", "q/%00/"])
def test_a_link_that_cannot_be_one_opens_nothing(client, path):
    assert client.get(f"/workbench/{path}").status_code == 404


@pytest.mark.parametrize("path", ["sets/link/%00/take/", "q/%00/practise/"])
def test_a_link_that_cannot_be_one_makes_nobody_a_guest(client, path):
    assert client.post(f"/workbench/{path}").status_code == 404


def test_a_search_for_what_no_text_can_hold_finds_nothing(as_user, alice, own):
    page = as_user(alice).get(address("set", own.slug), {"q": "\x00"})
    assert page.status_code == 200


def test_a_link_shows_the_set_to_anyone_and_nothing_it_asks(client, shared):
    page = client.get(address("set_link", shared.share_token))
    assert page.status_code == 200
    assert b"Thursday" in page.content
    assert b"4 questions" in page.content
    assert b'content="noindex"' in page.content
    assert b"SECRET" not in page.content
    assert not LinkVisit.objects.exists()


def test_whoever_came_by_the_link_may_take_the_set_private_questions_and_all(
    as_user, charlie, shared
):
    client = as_user(charlie)
    assert client.get(address("duplicate", shared.slug)).status_code == 405
    assert client.get(reverse("interview:set_up", args=[shared.slug])).status_code == 404
    client.get(address("set_link", shared.share_token))
    reply = client.post(address("take_set", shared.share_token))
    assert reply.url == reverse("interview:set_up", args=[shared.slug])
    assert b"SECRET" not in client.get(reply.url).content
    began = {"mode": "exam", "when": "now", "request_key": "00000000-0000-0000-0000-000000000007"}
    client.post(reply.url, began)
    sat = Interview.objects.get(candidate=charlie)
    assert [q.version.title for q in sat.questions.all()][-1] == "SECRET"
    assert b"SECRET?" in client.get(reverse("interview:room", args=[sat.pk])).content


def test_the_key_of_a_private_question_is_in_the_review_after_the_attempt(as_user, charlie, shared):
    from tests.interview.marked import finished

    secret = shared.items.last().question
    sharing.write_down_visit(shared, charlie, at=NOW)
    alone = QuestionSetFactory(
        owner=shared.owner, visibility="private", questions=[secret], minutes=8
    )
    done = finished(charlie, question_set=alone)
    review = as_user(charlie).get(reverse("interview:review", args=[done.pk])).content.decode()
    assert "It damps oscillation" in review
    assert as_user(charlie).get(secret.get_absolute_url()).status_code == 404


def test_without_an_account_one_becomes_a_guest_on_the_way(client, shared):
    reply = client.post(address("take_set", shared.share_token), {"time_zone": "Asia/Tokyo"})
    assert reply.url == reverse("interview:set_up", args=[shared.slug])
    assert client.get(reply.url).status_code == 200
    visit = LinkVisit.objects.get()
    assert visit.user.is_guest


@pytest.mark.parametrize("how", ["private", "link"])
def test_a_link_taken_back_or_renewed_lets_nobody_in_any_more(as_user, alice, charlie, shared, how):
    client = as_user(charlie)
    old = address("set_link", shared.share_token)
    client.get(old)
    planned = InterviewFactory(candidate=charlie, question_set=shared)
    as_user(alice).post(address("share_set", shared.slug), {"how": how})
    assert client.get(old).status_code == 404
    assert client.get(reverse("interview:set_up", args=[shared.slug])).status_code == 404
    with pytest.raises(Refused, match="not shared with you any more"):
        interviews.start(planned, at=NOW)


def test_a_set_asks_nothing_that_its_keeper_has_lost_sight_of(alice, bob, charlie, shared):
    """Bob takes his question back; Alice's set goes on without it."""
    bobs = QuestionFactory(owner=bob, visibility="private", title="BOB'S")
    sharing.share(bobs, Visibility.LINK)
    sharing.write_down_visit(bobs, alice, at=NOW)
    set_actions.add_questions(shared, [bobs.pk], by=alice)
    sharing.write_down_visit(shared, charlie, at=NOW)

    def asked():
        sat = interviews.start(InterviewFactory(candidate=charlie, question_set=shared), at=NOW)
        return [question.version.title for question in sat.questions.all()]

    assert "BOB'S" in asked()
    sharing.share(bobs, Visibility.PRIVATE)
    assert "BOB'S" not in asked()


def test_only_a_curator_puts_a_set_into_the_library(as_user, alice, own, carol):
    assert (
        as_user(alice).post(address("share_set", own.slug), {"how": "library"}).status_code == 409
    )
    own.editors.add(carol)
    as_user(carol).post(address("share_set", own.slug), {"how": "library"})
    own.refresh_from_db()
    assert own.visibility == Visibility.LIBRARY


def test_the_link_is_the_owners_to_renew_or_take_back(as_user, alice, bob, shared):
    """The rule that refuses a co-editor hides the buttons from them."""
    shared.editors.add(bob)
    old = shared.share_token
    buttons = [b"Make a new link", b"Take the link back"]
    for person, theirs in ((alice, True), (bob, False)):
        page = as_user(person).get(address("set", shared.slug)).content
        assert [button in page for button in buttons] == [theirs, theirs]
        assert (b"Only its author shares this set" in page) is not theirs
    for how in ("link", "private"):
        reply = as_user(bob).post(address("share_set", shared.slug), {"how": how})
        assert reply.status_code == 409
    shared.refresh_from_db()
    assert (shared.visibility, shared.share_token) == (Visibility.LINK, old)


@pytest.mark.parametrize("how", sharing_rules.WAYS)
def test_questions_and_sets_are_shared_by_one_rule(alice, bob, carol, how):
    """The owner by link, a curator into the library and out of it, nobody else."""
    for visibility in sharing_rules.WAYS:
        things = [
            make(owner=alice, visibility=visibility, share_token=token)
            for make, name in ((QuestionFactory, "q"), (QuestionSetFactory, "s"))
            for token in [f"{name}{how}" if visibility == "link" else None]
        ]
        for person in (alice, bob, carol):
            can = [sharing_rules.why_not_share(person, thing, how) is None for thing in things]
            curated = how == "library" or visibility == "library"
            expected = (person == carol and curated) or (person == alice and how != "library")
            assert can == [expected, expected], (person, visibility)


def test_a_co_editor_edits_and_a_reader_by_link_does_not(as_user, bob, charlie, shared):
    shared.editors.add(bob)
    assert as_user(bob).get(address("set", shared.slug)).status_code == 200
    as_user(charlie).get(address("set_link", shared.share_token))
    assert as_user(charlie).get(shared.get_absolute_url()).status_code == 200
    assert as_user(charlie).get(address("set", shared.slug)).status_code == 404
    with pytest.raises(Refused, match="not yours"):
        set_actions.move(shared, shared.items.first().pk, by_places=1, by=charlie)


def test_a_guest_is_led_to_an_account_by_the_workbench_and_not_by_a_link(as_user, shared):
    guest = as_user(UserFactory(guest=True))
    assert guest.get(address("sets")).url == reverse("accounts:claim")
    assert guest.get(address("set_link", shared.share_token)).status_code == 200
