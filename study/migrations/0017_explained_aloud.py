import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("study", "0016_trees_of_ones_own")]

    operations = [
        migrations.RemoveConstraint(
            model_name="explanation", name="explanation_open_says_something"
        ),
        migrations.AddField(
            model_name="explanation",
            name="recording",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="explanations",
                to="study.recording",
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(("circle", None), ("shared_at__isnull", False), _connector="OR"),
                name="explanation_open_says_since_when",
            ),
        ),
    ]
