from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_reminders_choose_the_ways")]

    operations = [
        migrations.AlterModelOptions(name="circle", options={"ordering": ["name", "pk"]}),
        migrations.AddField("circle", "name", models.CharField(max_length=80, default="")),
        migrations.AddField("circle", "archived_at", models.DateTimeField(null=True, blank=True)),
    ]
