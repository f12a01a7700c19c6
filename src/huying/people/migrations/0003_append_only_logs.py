"""The read log and the sign-in log can only grow."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION people_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER read_log_append_only BEFORE UPDATE OR DELETE ON people_readlog
    FOR EACH ROW EXECUTE FUNCTION people_log_is_append_only();
CREATE TRIGGER sign_in_log_append_only BEFORE UPDATE OR DELETE ON people_signinevent
    FOR EACH ROW EXECUTE FUNCTION people_log_is_append_only();
"""

ALLOW = """
DROP TRIGGER read_log_append_only ON people_readlog;
DROP TRIGGER sign_in_log_append_only ON people_signinevent;
DROP FUNCTION people_log_is_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [("people", "0002_consent_sealed_store_and_oversight")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
