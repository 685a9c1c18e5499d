import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_regulations_are_frozen'),
        ('enrolment', '0001_people_enrol'),
        ('institutions', '0002_institutions_have_an_address_and_a_contact'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgrammeEnrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('track', models.SlugField(max_length=80)),
                ('state', models.CharField(choices=[('active', 'Studying'), ('interrupted', 'Interrupted'), ('withdrawn', 'Withdrawn'), ('graduated', 'Graduated')], default='active', max_length=12)),
                ('given_names', models.CharField(max_length=150)),
                ('family_name', models.CharField(max_length=150)),
                ('birth_date', models.DateField()),
                ('birth_place', models.CharField(max_length=120)),
                ('citizenship', models.CharField(max_length=2)),
                ('gender', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Another gender'), ('not-said', 'Not said')], default='not-said', max_length=10)),
                ('admitted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('offering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='catalogue.programmeoffering')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programme_enrolments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['family_name', 'given_names', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state__in', ('active', 'interrupted'))), fields=('student', 'offering'), name='one_live_enrolment_in_a_programme_offering'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('active', 'interrupted'))), models.Q(('ended_at__isnull', False), models.Q(('state__in', ('active', 'interrupted')), _negated=True)), _connector='OR'), name='studies_that_have_ended_have_an_end'),
                ],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='programme_enrolment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='course_enrolments', to='enrolment.programmeenrolment'),
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('student_number', models.CharField(max_length=40)),
                ('fee_status', models.CharField(choices=[('pays', 'Pays the fee here'), ('pays-elsewhere', 'Pays the fee at a partner'), ('waived', 'Fee waived'), ('scholarship', 'Fee paid by a scholarship')], default='pays', max_length=20)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='enrolment.programmeenrolment')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='institutions.institution')),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('institution', 'student_number'), name='a_student_number_is_given_once'),
                    models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('enrolment', 'institution'), name='one_open_registration_at_an_institution'),
                    models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='a_registration_starts_before_it_ends'),
                ],
            },
        ),
    ]
