from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reminder",
            name="about",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
