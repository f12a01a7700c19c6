"""What differs in a row that came before, whether it was followed, and why not."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("exchange", "0004_categories_of_a_source"),
    ]
    operations = [
        migrations.CreateModel(
            name="RowChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=64)),
                ("differences", models.JSONField(default=list)),
                ("followed", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=24)),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="row_changes", to="exchange.importrun"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["run", "row"], name="row_change_once"),
                    models.CheckConstraint(
                        condition=Q(followed=False) | Q(why=""), name="what_was_followed_needs_no_why"
                    ),
                ],
            },
        ),
    ]
