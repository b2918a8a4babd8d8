"""The promise between the rooms: questions/attempts.py names columns of interview."""

from interview.models import InterviewQuestion
from questions import attempts
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory


def test_the_words_for_an_answered_question_are_those_of_the_interview_room():
    scoring = InterviewQuestion.Scoring
    assert set(attempts.ANSWERED) == set(scoring.values) - {scoring.NOT_YET, scoring.NOT_ANSWERED}


def test_attempted_knows_only_answered_questions_of_ones_own_finished_interviews(alice, bob):
    answered, blank, running, foreign = QuestionFactory.create_batch(4)
    finished = QuestionSetFactory(questions=[answered, blank])
    InterviewFactory(candidate=alice, question_set=finished, submitted=True, answers=["Yes.", ""])
    InterviewFactory(
        candidate=alice, question_set=QuestionSetFactory(questions=[running]), running=True
    )
    other = QuestionSetFactory(questions=[foreign])
    InterviewFactory(candidate=bob, question_set=other, submitted=True, answers=["No."])

    assert attempts.attempted(alice) == {answered.pk}
    assert attempts.attempted(alice, [blank.pk, foreign.pk]) == set()
    assert attempts.has_attempted(bob, foreign)
    assert attempts.met(alice, finished) == 2
    assert attempts.met(bob, finished) == 0
