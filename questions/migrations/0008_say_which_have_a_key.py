from django.db import migrations

# A bank of 100,000 takes longer than a page may: every row moves within the text index.
_FILL = """
SET LOCAL statement_timeout = 0;
UPDATE questions_question AS question SET has_key = true
FROM questions_questionversion AS version
WHERE version.id = question.current_id
    AND (version.model_answer <> '' OR EXISTS (
        SELECT FROM questions_keypoint AS point WHERE point.version_id = version.id
    ))
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0007_note_every_change")]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
