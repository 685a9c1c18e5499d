import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_courses_are_offered'),
        ('enrolment', '0001_people_enrol'),
        ('institutions', '0001_institutions_have_scales'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('granted_at', models.DateTimeField()),
                ('facts', models.JSONField()),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='catalogue.course')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='enrolment.enrolment')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='institutions.institution')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-granted_at'],
            },
        ),
    ]
