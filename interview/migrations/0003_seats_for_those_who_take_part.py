from django.db import migrations, models


class Migration(migrations.Migration):
    """Reading along afterwards is a share of its own now; nobody ever had a reviewer's seat."""

    dependencies = [("interview", "0002_say_how_it_went")]

    operations = [
        migrations.RemoveField(model_name="seat", name="scope"),
        migrations.AlterField(
            model_name="seat",
            name="role",
            field=models.CharField(
                choices=[
                    ("candidate", "Candidate"),
                    ("interviewer", "Interviewer"),
                    ("observer", "Observer"),
                ],
                max_length=11,
            ),
        ),
    ]
