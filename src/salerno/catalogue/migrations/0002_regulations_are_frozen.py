import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_courses_are_offered'),
    ]

    operations = [
        migrations.CreateModel(
            name='Regulations',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('body', models.JSONField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('published_at', models.DateTimeField()),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regulations', to='catalogue.programme')),
            ],
            options={
                'verbose_name_plural': 'regulations',
                'ordering': ['programme', '-number'],
                'constraints': [
                    models.UniqueConstraint(fields=('programme', 'number'), name='regulations_are_numbered_in_a_programme'),
                    models.UniqueConstraint(fields=('programme', 'digest'), name='the_same_regulations_are_published_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='programmeoffering',
            name='regulations',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='catalogue.regulations'),
        ),
    ]
