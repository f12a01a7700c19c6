"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = (
    "'calendars', "
    "'calendars_calendarversion', "
    "'calendars_workweek', "
    "'calendars_workspan', "
    "'calendars_calendarday', "
    "'calendars_calendaryear'"
)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("calendars", "0002_own_days_stand_over_published_ones")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
