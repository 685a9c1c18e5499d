import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import salerno.common.translated


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_courses_are_offered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CourseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=80)),
                ('languages', models.JSONField(default=list)),
                ('units', models.JSONField(default=list)),
                ('outcomes', models.JSONField(default=list)),
                ('grading', models.JSONField(default=dict)),
                ('published_at', models.DateTimeField()),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.course')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['course', '-number'],
                'constraints': [
                    models.UniqueConstraint(fields=('course', 'digest'), name='a_content_is_published_once'),
                    models.UniqueConstraint(fields=('course', 'number'), name='versions_are_numbered'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BankQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.CharField(blank=True, max_length=80)),
                ('key', models.SlugField(max_length=80)),
                ('outcome', models.SlugField(max_length=80)),
                ('kind', models.CharField(max_length=20)),
                ('position', models.PositiveIntegerField(default=0)),
                ('data', models.JSONField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='courseware.courseversion')),
            ],
            options={
                'ordering': ['bank', 'position'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'key'), name='one_question_for_each_key'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('started_at', models.DateTimeField()),
                ('error_count', models.PositiveIntegerField(editable=False, null=True)),
                ('warning_count', models.PositiveIntegerField(editable=False, null=True)),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courseware.courseversion')),
                ('course', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='catalogue.course')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300)),
                ('blob', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('is_deleted', models.BooleanField(default=False)),
                ('edited_at', models.DateTimeField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='courseware.draft')),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['path'],
                'constraints': [
                    models.UniqueConstraint(fields=('draft', 'path'), name='one_draft_file_for_each_path'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DraftRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('act', models.CharField(choices=[('started', 'Taken from the published version'), ('created', 'Created'), ('saved', 'Saved'), ('uploaded', 'Uploaded'), ('imported', 'Imported from an archive'), ('renamed', 'Created by renaming'), ('deleted', 'Deleted'), ('restored', 'Restored'), ('brought-back', 'An earlier state brought back'), ('taken-up', 'Taken up from a newer version')], default='saved', max_length=12)),
                ('blob', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('edited_at', models.DateTimeField()),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='courseware.draftfile')),
            ],
            options={
                'ordering': ['-revision'],
                'constraints': [
                    models.UniqueConstraint(fields=('file', 'revision'), name='revisions_are_numbered'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OfferingVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pinned_at', models.DateTimeField()),
                ('offering', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pinned', to='catalogue.courseoffering')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pins', to='courseware.courseversion')),
            ],
        ),
        migrations.CreateModel(
            name='VersionActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80)),
                ('unit_key', models.SlugField(max_length=80)),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('minutes', models.PositiveIntegerField()),
                ('title', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('outcomes', models.JSONField(default=list)),
                ('settings', models.JSONField(default=dict)),
                ('quiz', models.JSONField(default=dict)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('origin', models.JSONField(blank=True, default=dict)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='courseware.courseversion')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'key'), name='one_activity_for_each_key'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ActivityText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=8)),
                ('html', models.TextField()),
                ('headings', models.JSONField(default=list)),
                ('words', models.PositiveIntegerField(default=0)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='courseware.versionactivity')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('activity', 'language'), name='one_text_for_each_language'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VersionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300)),
                ('blob', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=80)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='courseware.courseversion')),
            ],
            options={
                'ordering': ['path'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'path'), name='one_file_for_each_path'),
                ],
            },
        ),
    ]
