"""The database keeps sums of marks and of answers to cards, in the transaction that changed them.

Marks come and go in rooms that do not know that anybody sums them up, and a page that is read more
often than they change must not add up five years each time
(docs/decisions/0059-sums-are-kept-by-the-database.md). Whoever sums up holds the kept row first and
reads afterwards, in a later statement, so the last one to write has read everything.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The card that counts: of the kind that comes first (`interview/marks.py`), the newest; of peers
# and of interviewers the middle one of all. The verdict on a point: that of the first rater of it.
ANSWERS = """
CREATE FUNCTION study_sum_up_answers(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    precedence CONSTANT text[] := ARRAY['interviewer', 'peer', 'self', 'llm', 'auto'];
    together CONSTANT text[] := ARRAY['interviewer', 'peer'];
BEGIN
    PERFORM FROM study_markedanswer WHERE question_id = ANY(ids) ORDER BY question_id
        FOR NO KEY UPDATE;
    UPDATE study_markedanswer kept SET
        owner_id = i.candidate_id,
        finished_at = CASE WHEN i.estimated_at IS NOT NULL THEN i.finished_at END,
        asked_id = v.question_id, kind = v.kind, tier = v.tier,
        estimate = q.estimate, score = shown.score,
        is_blank = q.scoring = 'not-answered',
        is_practice = i.mode = 'practice',
        is_hinted = EXISTS (SELECT FROM interview_hintshown h WHERE h.question_id = q.id),
        seconds = COALESCE(a.seconds_used, 0), budget = q.budget_seconds,
        must_points = points.must, must_made = points.must_made, must_half = points.must_half,
        should_points = points.should, should_made = points.should_made,
        should_half = points.should_half,
        bonus_points = points.bonus, bonus_made = points.bonus_made,
        bonus_half = points.bonus_half
    FROM interview_interviewquestion q
    JOIN interview_interview i ON i.id = q.interview_id
    JOIN questions_questionversion v ON v.id = q.version_id
    LEFT JOIN interview_answer a ON a.question_id = q.id
    CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ranked.score) AS score FROM (
            SELECT c.score, rank() OVER (
                ORDER BY array_position(precedence, c.rater_kind::text),
                         CASE WHEN c.rater_kind = ANY(together) THEN NULL ELSE c.made_at END DESC
            ) AS place
            FROM interview_scorecard c WHERE c.question_id = q.id AND NOT c.abstained
        ) ranked WHERE ranked.place = 1
    ) shown
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE level = 'must') AS must,
               count(*) FILTER (WHERE level = 'must' AND verdict = 'made') AS must_made,
               count(*) FILTER (WHERE level = 'must' AND halved) AS must_half,
               count(*) FILTER (WHERE level = 'should') AS should,
               count(*) FILTER (WHERE level = 'should' AND verdict = 'made') AS should_made,
               count(*) FILTER (WHERE level = 'should' AND halved) AS should_half,
               count(*) FILTER (WHERE level = 'bonus') AS bonus,
               count(*) FILTER (WHERE level = 'bonus' AND verdict = 'made') AS bonus_made,
               count(*) FILTER (WHERE level = 'bonus' AND halved) AS bonus_half
        FROM (
            SELECT DISTINCT ON (m.key_point_id)
                   k.level, m.verdict, m.verdict IN ('partly', 'unsure') AS halved
            FROM interview_scorecard c
            JOIN interview_pointmark m ON m.scorecard_id = c.id
            JOIN questions_keypoint k ON k.id = m.key_point_id
            WHERE c.question_id = q.id AND NOT c.abstained
            ORDER BY m.key_point_id, array_position(precedence, c.rater_kind::text), c.made_at DESC
        ) judged
    ) points
    WHERE kept.question_id = q.id AND q.id = ANY(ids);
END $$;

CREATE FUNCTION study_keep_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO study_markedanswer (question_id, owner_id, asked_id, kind, tier)
        SELECT c.id, i.candidate_id, v.question_id, v.kind, v.tier FROM changed c
        JOIN interview_interview i ON i.id = c.interview_id
        JOIN questions_questionversion v ON v.id = c.version_id;
    PERFORM study_sum_up_answers(ARRAY(SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE FUNCTION study_keep_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM study_sum_up_answers(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE FUNCTION study_keep_interview() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM study_sum_up_answers(
        ARRAY(SELECT id FROM interview_interviewquestion WHERE interview_id = NEW.id));
    RETURN NULL;
END $$;
CREATE FUNCTION study_keep_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM study_sum_up_answers(ARRAY(SELECT DISTINCT question_id FROM changed));
    RETURN NULL;
END $$;
CREATE FUNCTION study_keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM study_sum_up_answers(ARRAY(
        SELECT DISTINCT s.question_id FROM changed c
        JOIN interview_scorecard s ON s.id = c.scorecard_id));
    RETURN NULL;
END $$;
"""

# Three weeks are from when on a card counts as mature, as Anki counts it.
DAYS = """
CREATE FUNCTION study_sum_up_days(owners bigint[], days date[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM study_reviewday kept
        JOIN unnest(owners, days) AS wanted (owner_id, "on") USING (owner_id, "on")
        ORDER BY owner_id, "on" FOR NO KEY UPDATE OF kept;
    UPDATE study_reviewday kept SET
        answers = done.answers, seconds = done.seconds, timed = done.timed,
        young_asked = due.young_asked, young_known = due.young_known,
        mature_asked = due.mature_asked, mature_known = due.mature_known
    FROM unnest(owners, days) AS wanted (owner_id, "on")
    CROSS JOIN LATERAL (
        SELECT count(*) AS answers, COALESCE(sum(r.seconds), 0) AS seconds,
               count(r.seconds) AS timed
        FROM study_review r
        WHERE r.owner_id = wanted.owner_id AND r."on" = wanted."on" AND r.undone_at IS NULL
    ) done
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE waited < 21) AS young_asked,
               count(*) FILTER (WHERE waited < 21 AND rating > 1) AS young_known,
               count(*) FILTER (WHERE waited >= 21) AS mature_asked,
               count(*) FILTER (WHERE waited >= 21 AND rating > 1) AS mature_known
        FROM (
            SELECT DISTINCT ON (r.card_id) r.rating,
                   (r.before ->> 'due_on')::date - (r.before ->> 'reviewed_on')::date AS waited
            FROM study_review r
            WHERE r.owner_id = wanted.owner_id AND r."on" = wanted."on"
              AND r.undone_at IS NULL AND r.was_due
            ORDER BY r.card_id, r.id
        ) firsts
    ) due
    WHERE kept.owner_id = wanted.owner_id AND kept."on" = wanted."on";
END $$;

CREATE FUNCTION study_keep_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[];
    days date[];
BEGIN
    SELECT array_agg(owner_id), array_agg("on") INTO owners, days
        FROM (SELECT DISTINCT owner_id, "on" FROM changed) c;
    IF owners IS NULL THEN
        RETURN NULL;
    END IF;
    -- What is deleted may be its owner's last trace: no row is made for it.
    IF TG_OP = 'INSERT' THEN
        INSERT INTO study_reviewday (owner_id, "on")
            SELECT * FROM unnest(owners, days) ORDER BY 1, 2 ON CONFLICT DO NOTHING;
    END IF;
    PERFORM study_sum_up_days(owners, days);
    RETURN NULL;
END $$;
"""

# Rows one at a time where a column list keeps autosaves, pauses and claims out.
ROWS = {
    "interview_interview": (
        "study_keep_interview",
        ("estimated_at", "finished_at", "closed_at", "candidate_id", "mode"),
    ),
    "interview_interviewquestion": (
        "study_keep_question",
        ("estimate", "scoring", "budget_seconds"),
    ),
}
STATEMENTS = {
    "interview_interviewquestion": ("study_keep_asked", ("INSERT",)),
    "interview_hintshown": ("study_keep_card", ("INSERT", "DELETE")),
    "interview_scorecard": ("study_keep_card", ("INSERT", "UPDATE", "DELETE")),
    "interview_pointmark": ("study_keep_mark", ("INSERT", "UPDATE", "DELETE")),
    "study_review": ("study_keep_day", ("INSERT", "UPDATE", "DELETE")),
}

# What was there before anybody summed up.
BACKFILL = """
INSERT INTO study_markedanswer (question_id, owner_id, asked_id, kind, tier)
    SELECT q.id, i.candidate_id, v.question_id, v.kind, v.tier FROM interview_interviewquestion q
    JOIN interview_interview i ON i.id = q.interview_id
    JOIN questions_questionversion v ON v.id = q.version_id;
SELECT study_sum_up_answers(ARRAY(SELECT question_id FROM study_markedanswer));
INSERT INTO study_reviewday (owner_id, "on") SELECT DISTINCT owner_id, "on" FROM study_review;
SELECT study_sum_up_days(array_agg(owner_id), array_agg("on")) FROM study_reviewday;
"""
FUNCTIONS = (
    "study_keep_asked()",
    "study_keep_question()",
    "study_keep_interview()",
    "study_keep_card()",
    "study_keep_mark()",
    "study_keep_day()",
    "study_sum_up_answers(bigint[])",
    "study_sum_up_days(bigint[], date[])",
)


def triggers() -> str:
    made = []
    for table, (function, columns) in ROWS.items():
        old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
        made.append(
            f"CREATE TRIGGER study_keep AFTER UPDATE OF {', '.join(columns)} ON {table}"
            f" FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION {function}()"
        )
    for table, (function, events) in STATEMENTS.items():
        for event in events:
            rows = "OLD" if event == "DELETE" else "NEW"
            made.append(
                f"CREATE TRIGGER study_keep_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT"
                f" EXECUTE FUNCTION {function}()"
            )
    return ";".join(made)


def removals() -> str:
    names = [f"DROP TRIGGER study_keep ON {table}" for table in ROWS]
    names += [
        f"DROP TRIGGER study_keep_{event.lower()} ON {table}"
        for table, (_, events) in STATEMENTS.items()
        for event in events
    ]
    return ";".join([*names, *(f"DROP FUNCTION {one}" for one in FUNCTIONS)])


class Migration(migrations.Migration):
    dependencies = [
        ("interview", "0004_what_was_tried"),
        ("questions", "0010_share_with_a_group"),
        ("study", "0011_answers_aloud"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MarkedAnswer",
            fields=[
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="interview.interviewquestion",
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                ("kind", models.CharField(max_length=16)),
                ("tier", models.PositiveSmallIntegerField()),
                ("estimate", models.PositiveSmallIntegerField(null=True)),
                ("score", models.FloatField(null=True)),
                ("is_blank", models.BooleanField(db_default=False)),
                ("is_practice", models.BooleanField(db_default=False)),
                ("is_hinted", models.BooleanField(db_default=False)),
                ("seconds", models.PositiveIntegerField(db_default=0)),
                ("budget", models.PositiveIntegerField(db_default=0)),
                ("must_points", models.PositiveSmallIntegerField(db_default=0)),
                ("must_made", models.PositiveSmallIntegerField(db_default=0)),
                ("must_half", models.PositiveSmallIntegerField(db_default=0)),
                ("should_points", models.PositiveSmallIntegerField(db_default=0)),
                ("should_made", models.PositiveSmallIntegerField(db_default=0)),
                ("should_half", models.PositiveSmallIntegerField(db_default=0)),
                ("bonus_points", models.PositiveSmallIntegerField(db_default=0)),
                ("bonus_made", models.PositiveSmallIntegerField(db_default=0)),
                ("bonus_half", models.PositiveSmallIntegerField(db_default=0)),
                (
                    "asked",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="questions.question",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "finished_at"], name="markedanswer_by_end")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("answers", models.PositiveIntegerField(db_default=0)),
                ("seconds", models.PositiveIntegerField(db_default=0)),
                ("timed", models.PositiveIntegerField(db_default=0)),
                ("young_asked", models.PositiveIntegerField(db_default=0)),
                ("young_known", models.PositiveIntegerField(db_default=0)),
                ("mature_asked", models.PositiveIntegerField(db_default=0)),
                ("mature_known", models.PositiveIntegerField(db_default=0)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "on"), name="reviewday_once_a_day")
                ],
            },
        ),
        migrations.RunSQL(ANSWERS + DAYS + triggers(), removals()),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
