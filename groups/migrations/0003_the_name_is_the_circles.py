from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_name_the_circles")]

    operations = [
        migrations.AlterModelOptions(
            name="group",
            options={"ordering": ["circle__name", "pk"], "base_manager_name": "objects"},
        ),
        # Undone, it stands without names for a moment.
        migrations.AlterField("group", "name", models.CharField(max_length=80, default="")),
        migrations.RemoveField("group", "name"),
        migrations.RemoveField("group", "archived_at"),
    ]
