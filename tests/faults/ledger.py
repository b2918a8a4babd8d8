"""What must hold at the end, read from the database itself.

Triggers write down every change of an interview's status and of an answer's scoring, so that
“exactly once” is counted and not guessed from the last state.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from interview import autosave
from tests.faults.candidates import Acknowledged
from tests.faults.house import Site

INSTALL = """
CREATE TABLE ledger (
    at timestamptz NOT NULL, what text NOT NULL, row_id bigint NOT NULL, became text NOT NULL
);
CREATE FUNCTION write_down() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger
    VALUES (clock_timestamp(), TG_TABLE_NAME, NEW.id, to_jsonb(NEW) ->> TG_ARGV[0]);
    RETURN NULL;
END $$;
CREATE TRIGGER ledger AFTER UPDATE OF status ON interview_interview FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION write_down('status');
CREATE TRIGGER ledger AFTER UPDATE OF scoring ON interview_interviewquestion FOR EACH ROW
    WHEN (OLD.scoring IS DISTINCT FROM NEW.scoring) EXECUTE FUNCTION write_down('scoring');
"""

# Every moment that was ever recorded about these interviews moves into the past.
LET_TIME_PASS = """
LOCK TABLE interview_answer, interview_interviewquestion, interview_interview,
    interview_answerrevision IN EXCLUSIVE MODE;
UPDATE interview_answer SET saved_at = saved_at - {0};
UPDATE interview_answerrevision SET saved_at = saved_at - {0};
UPDATE interview_interviewquestion SET claimed_at = claimed_at - {0};
UPDATE interview_interview SET started_at = started_at - {0}, ends_at = ends_at - {0},
    finished_at = finished_at - {0}, closed_at = closed_at - {0}, scored_at = scored_at - {0};
UPDATE ledger SET at = at - {0};
"""


@dataclass(frozen=True)
class Change:
    start: int
    removed: int
    added: str


def install(site: Site) -> None:
    site.sql(INSTALL)


def let_time_pass(site: Site, *, seconds: int) -> None:
    """What would be so many seconds later, now."""
    site.sql(LET_TIME_PASS.format(f"interval '{seconds} seconds'"))


def check_saves(site: Site, saved: list[Acknowledged], *, database_url: str = "") -> None:
    """Every acknowledged text stands in the history at the revision that was acknowledged, and
    what is marked is the last of the history: nothing was acknowledged outside it."""
    assert saved
    texts = _history(site, sorted({one.interview for one in saved}), database_url)
    for one in saved:
        current, replayed = texts[one.interview, one.position]
        assert replayed[one.revision - 1] == one.text, f"lost: {one}"
        assert replayed[-1] == current, f"history and answer differ: {one}"


def _history(site: Site, interviews: list[int], database_url: str) -> dict:
    answers = site.sql(
        """SELECT a.id, q.interview_id, q.position, a.text, a.revision FROM interview_answer a
        JOIN interview_interviewquestion q ON q.id = a.question_id
        WHERE q.interview_id = ANY(%s)""",
        interviews,
        database_url=database_url,
    )
    changes = defaultdict(list)
    for answer, number, *change in site.sql(
        """SELECT answer_id, number, start, removed, added FROM interview_answerrevision
        WHERE answer_id = ANY(%s) ORDER BY answer_id, number""",
        [answer for answer, *_ in answers],
        database_url=database_url,
    ):
        changes[answer].append(Change(*change))
        assert number == len(changes[answer]), f"answer {answer}: a gap before revision {number}"
    found = {}
    for answer, interview, position, text, revision in answers:
        assert len(changes[answer]) == revision
        found[interview, position] = (text, autosave.replay(changes[answer]))
    return found


def check_closed_once(site: Site, interviews: list[int]) -> None:
    """Each interview left “running” once, and not one text was saved after that."""
    closings = Counter(
        row
        for (row,) in site.sql(
            """SELECT row_id FROM ledger WHERE what = 'interview_interview'
            AND became IN ('submitted', 'expired') AND row_id = ANY(%s)""",
            interviews,
        )
    )
    assert closings == dict.fromkeys(interviews, 1)
    afterwards = site.sql(
        """SELECT q.interview_id, q.position FROM interview_answerrevision r
        JOIN interview_answer a ON a.id = r.answer_id
        JOIN interview_interviewquestion q ON q.id = a.question_id
        JOIN ledger l ON l.row_id = q.interview_id AND l.what = 'interview_interview'
            AND l.became IN ('submitted', 'expired')
        WHERE q.interview_id = ANY(%s) AND r.saved_at > l.at""",
        interviews,
    )
    assert not afterwards, f"saved after the end: {afterwards}"


def unscored(site: Site, interviews: list[int]) -> list[tuple]:
    """Answers, as (interview, position, state), that have neither a score nor a reason for none."""
    return site.sql(
        """SELECT interview_id, position, scoring FROM interview_interviewquestion
        WHERE interview_id = ANY(%s) AND scoring NOT IN ('done', 'not-answered')""",
        interviews,
    )


def unsettled(site: Site, interviews: list[int]) -> list[tuple]:
    return site.sql(
        "SELECT id, status FROM interview_interview WHERE id = ANY(%s) AND status <> 'scored'",
        interviews,
    )


def check_scored_once(site: Site, interviews: list[int]) -> None:
    """Every answer has one card of the machine's with a mark for each point, made once; and
    nothing waits any more."""
    assert not unscored(site, interviews)
    assert not unsettled(site, interviews)
    rows = site.sql(
        """SELECT q.id, q.scoring, btrim(a.text) <> '',
            (SELECT count(*) FROM interview_scorecard s WHERE s.question_id = q.id),
            (SELECT count(*) FROM interview_scorecard s WHERE s.question_id = q.id
                AND s.rater_kind = 'auto'),
            (SELECT count(*) FROM ledger l WHERE l.what = 'interview_interviewquestion'
                AND l.row_id = q.id AND l.became = 'done'),
            (SELECT count(*) FROM interview_pointmark m JOIN interview_scorecard s
                ON s.id = m.scorecard_id WHERE s.question_id = q.id),
            (SELECT count(*) FROM questions_keypoint k WHERE k.version_id = q.version_id)
        FROM interview_interviewquestion q JOIN interview_answer a ON a.question_id = q.id
        WHERE q.interview_id = ANY(%s)""",
        interviews,
    )
    assert rows
    for pk, scoring, answered, cards, automatic, done, marks, points in rows:
        if answered:
            assert (scoring, cards, automatic, done, marks) == ("done", 1, 1, 1, points), pk
        else:
            assert (scoring, cards, done) == ("not-answered", 0, 0), pk
