import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

LEVELS = {
    "junior": "Junior",
    "mid": "Mid",
    "senior": "Senior",
    "staff": "Staff or principal",
    "research": "Research",
}


class Migration(migrations.Migration):
    dependencies = [("interview", "0004_what_was_tried")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="level",
            field=models.CharField(
                blank=True, choices=list(LEVELS.items()), default="", max_length=8
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=Q(level__in=["", *LEVELS]), name="interview_level_is_known_or_none"
            ),
        ),
        migrations.CreateModel(
            name="OwnLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dimension", models.CharField(max_length=12)),
                ("level", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_levels",
                        to="interview.interview",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["interview", "dimension"], name="ownlevel_one_a_dimension"
                    ),
                    models.CheckConstraint(
                        condition=Q(level__gte=1) & Q(level__lte=4), name="ownlevel_is_1_to_4"
                    ),
                    models.CheckConstraint(
                        condition=~Q(dimension=""), name="ownlevel_is_of_something"
                    ),
                ],
            },
        ),
    ]
