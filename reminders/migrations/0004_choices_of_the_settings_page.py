"""What the settings page knew of ways to be reminded becomes a choice about interviews."""

from django.db import migrations


def take_over(apps, schema_editor):
    people = apps.get_model("accounts", "User").objects.exclude(
        remind_by_email=True, remind_in_app=True
    )
    choice = apps.get_model("reminders", "Choice")
    choice.objects.bulk_create(
        choice(
            user=person,
            category="interviews",
            in_app=person.remind_in_app,
            email="now" if person.remind_by_email else "off",
        )
        for person in people.iterator()
    )


def give_back(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects
    for choice in apps.get_model("reminders", "Choice").objects.filter(category="interviews"):
        users.filter(pk=choice.user_id).update(
            remind_by_email=choice.email != "off", remind_in_app=choice.in_app
        )


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0003_choices_and_hours"),
        ("accounts", "0002_plain_keys"),
    ]

    operations = [migrations.RunPython(take_over, give_back)]
