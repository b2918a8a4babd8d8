from django.db import migrations

# One row a statement, however many questions it wrote.
_NOTE = """
CREATE FUNCTION questions_note_change() RETURNS trigger LANGUAGE plpgsql AS $note$
BEGIN
    INSERT INTO questions_librarychange (written_by, questions)
    SELECT pg_current_xact_id(), array_agg(id) FROM written HAVING count(*) > 0;
    RETURN NULL;
END
$note$;
CREATE FUNCTION questions_note_emptied() RETURNS trigger LANGUAGE plpgsql AS $note$
BEGIN
    INSERT INTO questions_librarychange (written_by, questions)
    VALUES (pg_current_xact_id(), NULL);
    RETURN NULL;
END
$note$;
CREATE TRIGGER question_inserted AFTER INSERT ON questions_question
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION questions_note_change();
CREATE TRIGGER question_updated AFTER UPDATE ON questions_question
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION questions_note_change();
CREATE TRIGGER question_deleted AFTER DELETE ON questions_question
    REFERENCING OLD TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION questions_note_change();
CREATE TRIGGER question_emptied AFTER TRUNCATE ON questions_question
    FOR EACH STATEMENT EXECUTE FUNCTION questions_note_emptied();
-- The words of the questions that are here already are still to be counted.
INSERT INTO questions_librarychange (written_by, questions) VALUES (pg_current_xact_id(), NULL);
"""

_STOP = """
DROP TRIGGER question_inserted ON questions_question;
DROP TRIGGER question_updated ON questions_question;
DROP TRIGGER question_deleted ON questions_question;
DROP TRIGGER question_emptied ON questions_question;
DROP FUNCTION questions_note_change();
DROP FUNCTION questions_note_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0006_note_changes_and_words")]

    operations = [migrations.RunSQL(_NOTE, _STOP)]
