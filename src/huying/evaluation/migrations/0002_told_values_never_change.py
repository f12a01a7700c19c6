"""Definitions, weights and told values are never changed: what is new is a new version or a new revision."""

from django.db import migrations

TABLES = ("evaluation_indicator", "evaluation_weightset", "evaluation_snapshot")
FORWARD = "".join(
    f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();"
    for table in TABLES
)
BACK = "".join(f"DROP TRIGGER never_changed ON {table};" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0003_journal_tables"), ("evaluation", "0001_lines_sums_and_definitions")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
