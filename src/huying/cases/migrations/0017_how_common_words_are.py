"""The database counts more pairs of characters than it would by itself: what leads a search is decided by them."""

from django.db import migrations

MORE = "ALTER INDEX case_text_words ALTER COLUMN 1 SET STATISTICS 500"
AS_IT_WAS = "ALTER INDEX case_text_words ALTER COLUMN 1 SET STATISTICS -1"


class Migration(migrations.Migration):

    dependencies = [("cases", "0016_answers_are_compared")]

    operations = [migrations.RunSQL(MORE, AS_IT_WAS)]
