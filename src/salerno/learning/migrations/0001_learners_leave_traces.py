import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('courseware', '0001_versions_are_frozen'),
        ('enrolment', '0001_people_enrol'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProblemReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('activity_key', models.SlugField(max_length=80)),
                ('language', models.CharField(default='en', max_length=8)),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('answered', 'Answered')], default='open', max_length=10)),
                ('reported_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='problem_reports', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problem_reports', to='courseware.courseversion')),
            ],
            options={
                'ordering': ['state', '-reported_at'],
            },
        ),
        migrations.CreateModel(
            name='QuizSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('activity_key', models.SlugField(max_length=80)),
                ('is_final', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'Open'), ('handed-in', 'Handed in')], default='open', max_length=10)),
                ('drawn', models.JSONField()),
                ('started_at', models.DateTimeField()),
                ('handed_in_at', models.DateTimeField(null=True)),
                ('score', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quiz_sessions', to='enrolment.enrolment')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courseware.courseversion')),
            ],
            options={
                'ordering': ['-started_at'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('enrolment', 'activity_key'), name='one_open_session_of_a_quiz'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('idempotency_key', models.UUIDField(unique=True)),
                ('question_key', models.SlugField(max_length=80)),
                ('outcome', models.SlugField(max_length=80)),
                ('response', models.JSONField()),
                ('score', models.DecimalField(decimal_places=4, max_digits=5)),
                ('is_right', models.BooleanField()),
                ('is_dont_know', models.BooleanField(default=False)),
                ('confidence', models.CharField(blank=True, max_length=6)),
                ('answered_at', models.DateTimeField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='learning.quizsession')),
            ],
            options={
                'ordering': ['answered_at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('session', 'question_key'), name='a_question_is_answered_once_in_a_session'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('idempotency_key', models.UUIDField(unique=True)),
                ('activity_key', models.SlugField(max_length=80)),
                ('text', models.TextField()),
                ('is_shared', models.BooleanField(default=False)),
                ('submitted_at', models.DateTimeField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='enrolment.enrolment')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courseware.courseversion')),
            ],
            options={
                'ordering': ['-submitted_at'],
            },
        ),
        migrations.CreateModel(
            name='ActivityProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity_key', models.SlugField(max_length=80)),
                ('opened_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(null=True)),
                ('best_score', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='enrolment.enrolment')),
            ],
            options={
                'verbose_name_plural': 'activity progress',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'activity_key'), name='one_progress_for_each_activity')],
            },
        ),
        migrations.CreateModel(
            name='AnswerDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity_key', models.SlugField(max_length=80)),
                ('content', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_drafts', to='enrolment.enrolment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'activity_key'), name='one_draft_for_each_activity')],
            },
        ),
    ]
