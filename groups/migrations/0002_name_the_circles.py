from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_the_circles(apps, schema_editor):
    Circle, Group = apps.get_model("accounts", "Circle"), apps.get_model("groups", "Group")
    own = Group.objects.filter(circle=OuterRef("pk"))
    Circle.objects.filter(group__isnull=False).update(
        name=Subquery(own.values("name")[:1]), archived_at=Subquery(own.values("archived_at")[:1])
    )


def name_the_groups(apps, schema_editor):
    Circle, Group = apps.get_model("accounts", "Circle"), apps.get_model("groups", "Group")
    own = Circle.objects.filter(pk=OuterRef("circle"))
    Group.objects.update(
        name=Subquery(own.values("name")), archived_at=Subquery(own.values("archived_at"))
    )


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial"), ("accounts", "0005_a_circle_has_a_name")]

    operations = [migrations.RunPython(name_the_circles, name_the_groups)]
