import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import salerno.common.translated


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0003_boards_award_degrees'),
        ('catalogue', '0003_institutions_say_what_their_degree_opens'),
        ('enrolment', '0003_a_registration_may_wait_for_its_number'),
        ('institutions', '0003_institutions_have_a_legal_identifier'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='JuryMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_chair', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-is_chair', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Thesis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('abstract', models.TextField(max_length=4000)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(choices=[('proposed', 'Waits for the supervisors'), ('returned', 'Sent back to the student'), ('agreed', 'Agreed, being written'), ('deposited', 'Deposited, waits for a jury'), ('with-jury', 'With the jury'), ('announced', 'Defence announced'), ('judged', 'Grade waits for the chair'), ('graded', 'Graded')], default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('embargo_until', models.DateField(blank=True, null=True)),
                ('defence_at', models.DateTimeField(blank=True, null=True)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('grade_entered', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'verbose_name_plural': 'theses',
                'ordering': ['-proposed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ThesisDeposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('title', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('blob', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('embargo_until', models.DateField(blank=True, null=True)),
                ('deposited_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['thesis', '-number'],
            },
        ),
        migrations.CreateModel(
            name='ThesisSupervisor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='jurymember',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jury_seats', to='institutions.institution'),
        ),
        migrations.AddField(
            model_name='jurymember',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='juries', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='thesis',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='theses', to='enrolment.enrolment'),
        ),
        migrations.AddField(
            model_name='thesis',
            name='grade',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thesis', to='awards.grade'),
        ),
        migrations.AddField(
            model_name='thesis',
            name='graded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='theses_graded', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='thesis',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='theses_returned', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='jurymember',
            name='thesis',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jury', to='awards.thesis'),
        ),
        migrations.AddField(
            model_name='thesisdeposit',
            name='thesis',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deposits', to='awards.thesis'),
        ),
        migrations.AddField(
            model_name='thesissupervisor',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='theses_supervised', to='institutions.institution'),
        ),
        migrations.AddField(
            model_name='thesissupervisor',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='theses_supervised', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='thesissupervisor',
            name='thesis',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supervisors', to='awards.thesis'),
        ),
        migrations.AddConstraint(
            model_name='thesis',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'graded'), _negated=True), fields=('enrolment',), name='one_thesis_is_written_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='thesis',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='a_thesis_starts_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='thesis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['announced', 'judged', 'graded']), _negated=True), models.Q(('defence_at__isnull', False), models.Q(('place', ''), _negated=True)), _connector='OR'), name='a_defence_has_a_time_and_a_place'),
        ),
        migrations.AddConstraint(
            model_name='thesis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('grade__isnull', True), ('graded_by__isnull', False), ('state', 'judged')), models.Q(('grade__isnull', False), ('state', 'graded')), models.Q(models.Q(('state__in', ['judged', 'graded']), _negated=True), ('grade__isnull', True)), _connector='OR'), name='a_graded_thesis_has_a_published_grade'),
        ),
        migrations.AddConstraint(
            model_name='jurymember',
            constraint=models.UniqueConstraint(fields=('thesis', 'person'), name='a_person_sits_in_a_jury_once'),
        ),
        migrations.AddConstraint(
            model_name='jurymember',
            constraint=models.UniqueConstraint(condition=models.Q(('is_chair', True)), fields=('thesis',), name='a_jury_has_one_chair'),
        ),
        migrations.AddConstraint(
            model_name='thesisdeposit',
            constraint=models.UniqueConstraint(fields=('thesis', 'number'), name='deposits_are_numbered_in_a_thesis'),
        ),
        migrations.AddConstraint(
            model_name='thesissupervisor',
            constraint=models.UniqueConstraint(fields=('thesis', 'person'), name='a_person_supervises_a_thesis_once'),
        ),
        migrations.AddConstraint(
            model_name='thesissupervisor',
            constraint=models.UniqueConstraint(fields=('thesis', 'institution'), name='supervisors_come_from_different_institutions'),
        ),
    ]
