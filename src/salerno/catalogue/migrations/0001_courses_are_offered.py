import uuid

import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models

import salerno.common.translated


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('institutions', '0001_institutions_have_scales'),
    ]

    operations = [
        migrations.CreateModel(
            name='AcademicSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=30, unique=True)),
                ('name', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
            ],
            options={
                'ordering': ['starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__lt', models.F('ends_on'))), name='a_session_starts_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('code', models.CharField(max_length=30, unique=True)),
                ('title', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('summary', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('description', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('prerequisites', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('languages', models.JSONField(default=list)),
                ('ects_credits', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True)),
                ('eqf_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('isced_f', models.JSONField(blank=True, default=list)),
                ('is_public', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('qualification', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('semesters', models.PositiveSmallIntegerField(default=4)),
                ('is_joint', models.BooleanField(default=False)),
                ('website', models.URLField(blank=True)),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('eqf_level__range', (1, 8))), name='a_programme_has_an_eqf_level')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('code', models.CharField(max_length=30, unique=True)),
                ('title', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('summary', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('description', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('prerequisites', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('languages', models.JSONField(default=list)),
                ('ects_credits', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True)),
                ('eqf_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('isced_f', models.JSONField(blank=True, default=list)),
                ('is_public', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('mooc', 'Open online course'), ('short-course', 'Short course'), ('master-course', 'Course of the Master')], max_length=20)),
                ('workload_minutes', models.PositiveIntegerField(default=0)),
                ('licence', models.CharField(blank=True, max_length=40)),
                ('authors', models.JSONField(blank=True, default=list)),
                ('participation', models.CharField(blank=True, max_length=200)),
                ('outline', models.JSONField(blank=True, default=list)),
                ('programmes', models.ManyToManyField(blank=True, related_name='courses', to='catalogue.programme')),
            ],
            options={
                'ordering': ['slug'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ProgrammeOffering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('seats', models.PositiveIntegerField(blank=True, null=True)),
                ('is_public', models.BooleanField(default=True)),
                ('academic_session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='catalogue.academicsession')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='catalogue.programme')),
            ],
            options={
                'ordering': ['academic_session__starts_on'],
            },
        ),
        migrations.CreateModel(
            name='CourseOffering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('language', models.CharField(default='en', max_length=8)),
                ('mode', models.CharField(choices=[('online', "Online, at one's own pace"), ('onsite', 'On site'), ('blended', 'Online and on site')], default='online', max_length=10)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('enrol_from', models.DateTimeField(blank=True, null=True)),
                ('enrol_until', models.DateTimeField(blank=True, null=True)),
                ('seats', models.PositiveIntegerField(blank=True, null=True)),
                ('is_public', models.BooleanField(default=True)),
                ('academic_session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.academicsession')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='catalogue.course')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='course_offerings', to='institutions.institution')),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='an_offering_starts_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='CourseOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Leads'), ('partner', 'Contributes')], default='partner', max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owners', to='catalogue.course')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses_owned', to='institutions.institution')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('course', 'institution'), name='an_institution_owns_a_course_once'), models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('course',), name='one_owner_leads')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.SlugField(max_length=80)),
                ('title', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('is_critical', models.BooleanField(default=False)),
                ('is_retired', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='catalogue.course')),
                ('requires', models.ManyToManyField(blank=True, related_name='opens', to='catalogue.outcome')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('course', 'key'), name='one_outcome_for_each_key')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeInstitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_awarding', models.BooleanField(default=True)),
                ('qualification', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='institutions.institution')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='institutions', to='catalogue.programme')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'institution'), name='an_institution_gives_a_programme_once')],
            },
        ),
    ]
