"""The database notes what is to be counted again, in the transaction that changed it.

Marks come and go in rooms below this one, which do not know that anybody counts. A trigger misses
none of them, whoever writes; a watermark would miss what commits late and what is deleted
(docs/decisions/0046-the-database-notes-what-changed.md).
"""

from django.db import migrations

# Statement triggers see the changed rows as a table: marking an answer fires each once.
FUNCTIONS = """
CREATE FUNCTION workbench_note_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workbench_change (interview_id)
        SELECT DISTINCT q.interview_id FROM changed c
        JOIN interview_interviewquestion q ON q.id = c.question_id;
    RETURN NULL;
END $$;
CREATE FUNCTION workbench_note_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workbench_change (interview_id)
        SELECT DISTINCT q.interview_id FROM changed c
        JOIN interview_scorecard s ON s.id = c.scorecard_id
        JOIN interview_interviewquestion q ON q.id = s.question_id;
    RETURN NULL;
END $$;
CREATE FUNCTION workbench_note_interview() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workbench_change (interview_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION workbench_note_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workbench_change (question_id) SELECT DISTINCT question_id FROM changed;
    INSERT INTO workbench_change (set_id)
        SELECT DISTINCT set_id FROM changed WHERE set_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION workbench_note_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workbench_change (set_id) SELECT DISTINCT set_id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION workbench_note_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workbench_change (question_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION workbench_note_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workbench_change (set_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
"""

# An interview that starts, pauses or is renamed changes no mark.
ROWS = {
    "interview_interview": (
        "workbench_note_interview",
        "AFTER UPDATE OF status, candidate_id, question_set_id",
        "NEW.closed_at IS NOT NULL AND (OLD.status, OLD.candidate_id, OLD.question_set_id)"
        " IS DISTINCT FROM (NEW.status, NEW.candidate_id, NEW.question_set_id)",
    ),
    # Whoever owns a question is left out of its figures.
    "questions_question": (
        "workbench_note_question",
        "AFTER UPDATE OF owner_id",
        "OLD.owner_id IS DISTINCT FROM NEW.owner_id",
    ),
    "questions_questionset": (
        "workbench_note_set",
        "AFTER UPDATE OF owner_id",
        "OLD.owner_id IS DISTINCT FROM NEW.owner_id",
    ),
}
STATEMENTS = {
    "interview_scorecard": ("workbench_note_card", ("INSERT", "UPDATE", "DELETE")),
    # New marks come with their card.
    "interview_pointmark": ("workbench_note_mark", ("UPDATE", "DELETE")),
    "workbench_attempt": ("workbench_note_attempt", ("INSERT", "UPDATE", "DELETE")),
    "questions_setitem": ("workbench_note_item", ("INSERT", "UPDATE", "DELETE")),
}

# What was marked before anybody counted.
BACKFILL = """
INSERT INTO workbench_change (interview_id)
    SELECT id FROM interview_interview WHERE closed_at IS NOT NULL
"""


def triggers() -> list[str]:
    made = [
        f"CREATE TRIGGER workbench_note {event} ON {table} FOR EACH ROW WHEN ({when})"
        f" EXECUTE FUNCTION {function}()"
        for table, (function, event, when) in ROWS.items()
    ]
    for table, (function, events) in STATEMENTS.items():
        for event in events:
            rows = "OLD" if event == "DELETE" else "NEW"
            made.append(
                f"CREATE TRIGGER workbench_note_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT"
                f" EXECUTE FUNCTION {function}()"
            )
    return made


def removals() -> str:
    names = [f"DROP TRIGGER workbench_note ON {table}" for table in ROWS]
    names += [
        f"DROP TRIGGER workbench_note_{event.lower()} ON {table}"
        for table, (_, events) in STATEMENTS.items()
        for event in events
    ]
    functions = {function for function, *_ in (*ROWS.values(), *STATEMENTS.values())}
    names += [f"DROP FUNCTION {function}()" for function in sorted(functions)]
    return ";".join(names)


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0004_measured_attempts"),
        ("interview", "0002_say_how_it_went"),
        ("questions", "0005_share_edit_and_copy"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS + ";".join(triggers()), removals()),
        migrations.RunSQL(BACKFILL, "DELETE FROM workbench_change"),
    ]
