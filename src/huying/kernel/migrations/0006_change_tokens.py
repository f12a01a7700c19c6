"""Tokens of groups of tables, and the functions that renew them. Each context sets the triggers on its own tables."""

from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION kernel_new_change_token(group_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO kernel_changetoken (name, token) VALUES (group_name, gen_random_uuid())
    ON CONFLICT (name) DO UPDATE SET token = EXCLUDED.token
$$;
CREATE FUNCTION kernel_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kernel_new_change_token(TG_ARGV[0]);
    RETURN NULL;
END
$$;
CREATE FUNCTION kernel_watch(group_name text, VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one text;
BEGIN
    PERFORM kernel_new_change_token(group_name);
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format(
            'CREATE TRIGGER kept_as_%s AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION kernel_changed(%L)', group_name, one, group_name);
    END LOOP;
END
$$;
CREATE FUNCTION kernel_unwatch(group_name text, VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('DROP TRIGGER kept_as_%s ON %I', group_name, one);
    END LOOP;
END
$$;
SELECT kernel_watch('datakeys', 'kernel_datakey');
"""
UNDO = """
SELECT kernel_unwatch('datakeys', 'kernel_datakey');
DROP FUNCTION kernel_unwatch(text, VARIADIC text[]);
DROP FUNCTION kernel_watch(text, VARIADIC text[]);
DROP FUNCTION kernel_changed();
DROP FUNCTION kernel_new_change_token(text);
"""


class Migration(migrations.Migration):

    dependencies = [("kernel", "0005_change_reasons")]

    operations = [
        migrations.CreateModel(
            name="ChangeToken",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("token", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
