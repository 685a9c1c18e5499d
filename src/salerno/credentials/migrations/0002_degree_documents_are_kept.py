import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0003_boards_award_degrees'),
        ('credentials', '0001_credentials_are_signed'),
        ('enrolment', '0003_a_registration_may_wait_for_its_number'),
        ('institutions', '0003_institutions_have_a_legal_identifier'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('anew_because', models.CharField(blank=True, max_length=300)),
                ('touched_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='document_jobs', to='awards.board')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('board',), name='one_job_for_a_board_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DegreeDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('diploma', 'Diploma'), ('supplement', 'Diploma Supplement'), ('transcript', 'Transcript of Records'), ('edc', 'European Digital Credential'), ('elmo', 'Transcript as data (ELMO)'), ('joint', 'Joint credential')], max_length=12)),
                ('language', models.CharField(max_length=5)),
                ('media_type', models.CharField(max_length=60)),
                ('blob', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('validated_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='awards.award')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='credentials.documentjob')),
            ],
            options={
                'ordering': ['award__granted_at', 'award_id', 'kind', 'language', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('award', 'kind', 'language'), name='one_document_of_a_kind_stands'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DocumentJobItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Made'), ('failed', 'Something could not be made')], default='waiting', max_length=10)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('problems', models.JSONField(blank=True, default=list)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='credentials.documentjob')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrolment.programmeenrolment')),
            ],
            options={
                'ordering': ['student__family_name', 'student__given_names', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('job', 'student'), name='a_student_stands_in_a_job_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='what_is_done_says_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ElectronicSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('certificates', models.TextField()),
                ('sealed', models.BinaryField()),
                ('source', models.CharField(blank=True, max_length=64)),
                ('is_test', models.BooleanField(default=False)),
                ('taken_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='electronic_seals', to='institutions.institution')),
            ],
            options={
                'ordering': ['taken_at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('institution',), name='one_seal_seals_at_a_time'),
                ],
            },
        ),
    ]
