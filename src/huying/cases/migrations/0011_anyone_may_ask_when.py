"""What everybody may know of is asked for by the time of filing and by the time of the last step."""

from django.db import migrations, models
from django.db.models.functions import Greatest

OF_ALL = models.Q(("apart", False), ("confidentiality", "P0"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_what_offices_write_of_it_lies_apart")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["filed_at", "id"], condition=OF_ALL, name="case_public_by_filing"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                Greatest("filed_at", "accepted_at", "first_dispatched_at", "handed_in_at", "ended_at"),
                models.F("id"),
                condition=OF_ALL,
                name="case_public_by_step",
            ),
        ),
    ]
