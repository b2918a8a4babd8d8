from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("study", "0005_study_plan")]

    operations = [
        migrations.AddField(
            model_name="desk",
            name="shows_streak",
            field=models.BooleanField(default=False),
        ),
    ]
