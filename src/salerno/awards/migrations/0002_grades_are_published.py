import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0001_awards_are_granted'),
        ('catalogue', '0003_institutions_say_what_their_degree_opens'),
        ('enrolment', '0003_a_registration_may_wait_for_its_number'),
        ('institutions', '0003_institutions_have_a_legal_identifier'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Grade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('value', models.CharField(blank=True, max_length=20)),
                ('standing', models.CharField(choices=[('waiting', 'No grade yet'), ('passed', 'Passed'), ('failed', 'Not passed'), ('absent', 'Absent')], default='waiting', max_length=10)),
            ],
            options={
                'ordering': ['sheet', 'enrolment__learner__full_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GradeCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('old_value', models.CharField(blank=True, max_length=20)),
                ('old_standing', models.CharField(choices=[('waiting', 'No grade yet'), ('passed', 'Passed'), ('failed', 'Not passed'), ('absent', 'Absent')], max_length=10)),
                ('new_value', models.CharField(blank=True, max_length=20)),
                ('new_standing', models.CharField(choices=[('waiting', 'No grade yet'), ('passed', 'Passed'), ('failed', 'Not passed'), ('absent', 'Absent')], max_length=10)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GradeSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sitting', models.PositiveSmallIntegerField(default=1)),
                ('scale', models.CharField(max_length=30)),
                ('held_on', models.DateField()),
                ('state', models.CharField(choices=[('draft', 'Being entered'), ('submitted', 'Waits for a second pair of eyes'), ('confirmed', 'Confirmed'), ('published', 'Published')], default='draft', max_length=10)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='GradingTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('scale', models.CharField(max_length=30)),
                ('isced_f', models.CharField(blank=True, max_length=4)),
                ('number', models.PositiveIntegerField()),
                ('years', models.CharField(max_length=40)),
                ('source', models.CharField(choices=[('computed', 'Computed from own results'), ('imported', 'Sent by the institution')], max_length=10)),
                ('rows', models.JSONField()),
                ('graded', models.PositiveIntegerField(blank=True, null=True)),
                ('digest', models.CharField(max_length=64)),
                ('is_made_up', models.BooleanField(default=False)),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['institution', 'scale', 'isced_f', '-number'],
            },
        ),
        migrations.AddField(
            model_name='grade',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='enrolment.enrolment'),
        ),
        migrations.AddField(
            model_name='gradecorrection',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grade_corrections', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='gradecorrection',
            name='grade',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='awards.grade'),
        ),
        migrations.AddField(
            model_name='gradesheet',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sheets_confirmed', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='gradesheet',
            name='offering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grade_sheets', to='catalogue.courseoffering'),
        ),
        migrations.AddField(
            model_name='gradesheet',
            name='writers',
            field=models.ManyToManyField(blank=True, related_name='sheets_written', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='grade',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='awards.gradesheet'),
        ),
        migrations.AddField(
            model_name='gradingtable',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grading_tables', to='institutions.institution'),
        ),
        migrations.AddConstraint(
            model_name='gradesheet',
            constraint=models.UniqueConstraint(fields=('offering', 'sitting'), name='one_sheet_for_a_sitting'),
        ),
        migrations.AddConstraint(
            model_name='gradesheet',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published'), _negated=True), fields=('offering',), name='one_sheet_is_worked_on_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='gradesheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirmed', 'published']), _negated=True), ('confirmed_by__isnull', False), _connector='OR'), name='no_grade_is_published_that_one_person_alone_has_seen'),
        ),
        migrations.AddConstraint(
            model_name='grade',
            constraint=models.UniqueConstraint(fields=('sheet', 'enrolment'), name='one_grade_at_a_sitting'),
        ),
        migrations.AddConstraint(
            model_name='grade',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing__in', ['waiting', 'absent']), ('value', '')), models.Q(models.Q(('value', ''), _negated=True), ('standing__in', ['passed', 'failed'])), _connector='OR'), name='a_grade_has_words_and_an_absence_has_none'),
        ),
        migrations.AddConstraint(
            model_name='gradingtable',
            constraint=models.UniqueConstraint(fields=('institution', 'scale', 'isced_f', 'number'), name='one_table_for_each_version'),
        ),
        migrations.AddConstraint(
            model_name='gradingtable',
            constraint=models.UniqueConstraint(fields=('institution', 'scale', 'isced_f', 'digest'), name='a_table_is_published_once'),
        ),
    ]
