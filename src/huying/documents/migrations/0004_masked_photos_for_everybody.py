"""A masked photo may be shown to everybody, under an address of its own."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_confidential_files_lie_apart")]
    operations = [
        migrations.AddField("document", "public_key", models.CharField(max_length=32, null=True, unique=True)),
        migrations.AddField("document", "shown_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=Q(public_key=None, shown_at=None)
                | Q(public_key__isnull=False, shown_at__isnull=False, state="masked", apart=False),
                name="document_shown_is_masked",
            ),
        ),
    ]
