"""Counting how common each pair of characters is takes seconds of a processor at a hundred thousand texts, and what is
common hardly changes: counted again when half as many texts came as there were, not with every tenth (the database's
own choice)."""

from django.db import migrations

SELDOM = "ALTER TABLE cases_searchtext SET (autovacuum_analyze_scale_factor = 0.5)"
AS_IT_WAS = "ALTER TABLE cases_searchtext RESET (autovacuum_analyze_scale_factor)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_voices_lately")]

    operations = [migrations.RunSQL(SELDOM, AS_IT_WAS)]
