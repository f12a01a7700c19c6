"""What everybody was told of a month stays as it was told."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("kernel", "0003_journal_tables"), ("evaluation", "0004_what_everybody_was_told")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON evaluation_publication "
            "FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();",
            "DROP TRIGGER never_changed ON evaluation_publication;",
        )
    ]
