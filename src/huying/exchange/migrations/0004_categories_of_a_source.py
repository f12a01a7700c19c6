"""Which of another system's kinds of matter is which of ours."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_webhooks")]
    operations = [
        migrations.CreateModel(
            name="CategoryWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=80)),
                ("code", models.CharField(blank=True, max_length=6)),
                ("outward", models.BooleanField(default=False)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("seen_at", models.DateTimeField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="category_words", to="exchange.source"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["source", "code", "word"], name="category_words_of_a_source")],
                "constraints": [
                    models.UniqueConstraint(fields=["source", "word"], name="category_word_once"),
                    models.UniqueConstraint(
                        condition=Q(outward=True), fields=["source", "code"], name="one_word_outward_for_a_code"
                    ),
                    models.CheckConstraint(
                        condition=Q(outward=False) | ~Q(code=""), name="a_word_outward_has_a_code_of_ours"
                    ),
                ],
            },
        ),
    ]
