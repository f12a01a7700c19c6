"""What PostgreSQL keeps of these columns is enough to tell a rare kind, place or unit from a common one."""

from django.db import migrations

MORE = {"category_code": 1000, "area_id": 1000, "lead_body_id": 500}


def _said(amount: str) -> str:
    return "; ".join(
        f"ALTER TABLE cases_case ALTER COLUMN {name} SET STATISTICS {amount or more}" for name, more in MORE.items()
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_each_filter_leads_in_the_order_of_the_list")]

    operations = [migrations.RunSQL(_said(""), _said("-1"))]
