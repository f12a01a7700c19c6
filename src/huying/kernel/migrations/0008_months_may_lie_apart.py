"""Months of the journal that were taken out of it leave who, which step and which hash; nothing of what was said."""

from django.db import migrations, models

TABLES = """
CREATE TABLE kernel_rowapart (
    id bigint PRIMARY KEY,
    month date NOT NULL,
    thing varchar(64) COLLATE "C" NOT NULL,
    thing_id bigint NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    txid bigint NOT NULL,
    prev bytea NOT NULL CHECK (octet_length(prev) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX kernel_rowapart_story ON kernel_rowapart (thing, thing_id, seq);

CREATE OR REPLACE FUNCTION kernel_journal_month(of_moment timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    month_start timestamp := date_trunc('month', of_moment AT TIME ZONE 'Asia/Shanghai');
    first timestamptz := month_start AT TIME ZONE 'Asia/Shanghai';
    after timestamptz := (month_start + interval '1 month') AT TIME ZONE 'Asia/Shanghai';
    name text := 'kernel_journalrow_' || to_char(month_start, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NOT NULL OR EXISTS (SELECT FROM kernel_monthapart m WHERE m.month = month_start::date) THEN
        RETURN false;
    END IF;
    IF EXISTS (SELECT FROM kernel_journalrow_other r WHERE r.at >= first AND r.at < after) THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF kernel_journalrow FOR VALUES FROM (%L) TO (%L)', name, first, after);
    PERFORM kernel_guard(name::regclass, false);
    RETURN true;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_finding_words")]

    operations = [
        migrations.CreateModel(
            name="RowApart",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("thing", models.CharField(max_length=64)),
                ("thing_id", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("txid", models.BigIntegerField()),
                ("prev", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={"managed": False},
        ),
        migrations.CreateModel(
            name="MonthApart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("rows", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(TABLES, "DROP TABLE kernel_rowapart"),
    ]
