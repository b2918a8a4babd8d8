"""Interviews that were set up before they had a level take their set's, as it is now."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def take_the_sets(apps, schema_editor):
    interviews = apps.get_model("interview", "Interview").objects
    sets = apps.get_model("questions", "QuestionSet").objects.filter(pk=OuterRef("question_set"))
    interviews.exclude(question_set=None).update(level=Subquery(sets.values("level")))


class Migration(migrations.Migration):
    dependencies = [("interview", "0005_how_a_whole_interview_is_judged")]

    operations = [migrations.RunPython(take_the_sets, migrations.RunPython.noop)]
