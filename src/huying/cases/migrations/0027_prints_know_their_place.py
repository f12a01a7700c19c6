"""What is alike near by is looked for in the community, not among the newest of the whole place."""

import django.db.models.deletion
from django.db import migrations, models

FILLED = """
WITH around AS (
    SELECT area.id, COALESCE((
        SELECT one.id FROM territory_area one
        WHERE one.id = ANY(string_to_array(btrim(area.path, '/'), '/')::bigint[]) AND one.level = 'community'
        ORDER BY one.path DESC LIMIT 1
    ), area.id) AS place_id
    FROM territory_area area
)
UPDATE cases_caseprint SET place_id = around.place_id
FROM cases_case JOIN around ON around.id = cases_case.area_id
WHERE cases_case.id = cases_caseprint.case_id
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_words_are_counted_less_often"), ("territory", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="caseprint",
            name="place",
            field=models.ForeignKey(
                null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="territory.area",
            ),
        ),
        migrations.RunSQL([FILLED, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"], migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="caseprint",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.area"
            ),
        ),
        migrations.AddIndex(
            model_name="caseprint",
            index=models.Index(fields=["matter", "place", "filed_at", "case"], name="case_print_near"),
        ),
    ]  # fmt: skip
