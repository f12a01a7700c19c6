"""“Topic” is what many say in alike words; the sums are by category."""

from django.db import migrations

RENAMED = "UPDATE evaluation_tally SET slice = %s WHERE slice = %s"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0007_a_standing_is_of_a_place_or_a_unit")]
    operations = [migrations.RunSQL([(RENAMED, ["category", "topic"])], [(RENAMED, ["topic", "category"])])]
