"""The beginning of a category is looked up in an index in every collation; keys that begin another index need none of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_indexes_that_are_asked'),
        ('organisations', '0005_words_of_bodies_are_found'),
        ('territory', '0005_the_place_served_has_a_token'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_category_time',
        ),
        migrations.AlterField(
            model_name='arrival',
            name='whistle',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='arrivals', to='cases.whistle'),
        ),
        migrations.AlterField(
            model_name='calltry',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='call_tries', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='card',
            name='body',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body'),
        ),
        migrations.AlterField(
            model_name='card',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='extension',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='rating',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='ratinglink',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rating_links', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='reopenrequest',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reopen_requests', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='returncase',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='return_cases', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='superviseorder',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='supervise_orders', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='voice',
            name='reporter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.reporter'),
        ),
        migrations.AlterField(
            model_name='workorder',
            name='body',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body'),
        ),
        migrations.AlterField(
            model_name='workorder',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='orders', to='cases.case'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['category_code', 'filed_at'], name='case_by_category_time', opclasses=['varchar_pattern_ops', 'timestamptz_ops']),
        ),
    ]
