import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0002_grades_are_published'),
        ('catalogue', '0003_institutions_say_what_their_degree_opens'),
        ('enrolment', '0003_a_registration_may_wait_for_its_number'),
        ('institutions', '0003_institutions_have_a_legal_identifier'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('body', models.JSONField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['programme', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Board',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('held_on', models.DateField()),
                ('place', models.CharField(blank=True, max_length=120)),
                ('state', models.CharField(choices=[('convened', 'Convened'), ('sitting', 'Sitting'), ('closed', 'Closed, minutes to be signed'), ('signed', 'Minutes signed')], default='convened', max_length=10)),
                ('minutes', models.JSONField(blank=True, null=True)),
                ('minutes_digest', models.CharField(blank=True, max_length=64)),
                ('minutes_pdf', models.BinaryField(blank=True, default=bytes, editable=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BoardConflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BoardItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('proposal', models.CharField(choices=[('award', 'Award'), ('distinction', 'Award with distinction'), ('compensation', 'Award by compensation'), ('defer', 'Defer'), ('refuse', 'Refuse')], max_length=15)),
                ('audit', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('decision', models.CharField(blank=True, choices=[('award', 'Award'), ('distinction', 'Award with distinction'), ('compensation', 'Award by compensation'), ('defer', 'Defer'), ('refuse', 'Refuse')], max_length=15)),
                ('clause', models.CharField(blank=True, max_length=20)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('not_granted_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['student__family_name', 'student__given_names', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BoardMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_present', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['institution__position', 'person__full_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BoardVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vote', models.CharField(choices=[('for', 'For'), ('against', 'Against'), ('abstains', 'Abstains')], max_length=10)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='award',
            name='kind',
            field=models.CharField(choices=[('course', 'Course passed'), ('degree', 'Degree')], default='course', max_length=10),
        ),
        migrations.AddField(
            model_name='award',
            name='number',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='award',
            name='programme_enrolment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='enrolment.programmeenrolment'),
        ),
        migrations.AddField(
            model_name='award',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='award',
            name='withdrawn_because',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='award',
            name='course',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='catalogue.course'),
        ),
        migrations.AlterField(
            model_name='award',
            name='enrolment',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='award', to='enrolment.enrolment'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('enrolment__isnull', False), ('kind', 'course'), ('number', ''), ('programme_enrolment__isnull', True)), models.Q(('course__isnull', True), ('enrolment__isnull', True), ('kind', 'degree'), ('programme_enrolment__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='an_award_is_of_a_course_or_of_a_degree'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('programme_enrolment', 'institution'), name='an_institution_awards_a_degree_once'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('institution', 'number'), name='a_degree_number_is_given_once'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='catalogue.programme'),
        ),
        migrations.AddField(
            model_name='board',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boards', to='awards.agreement'),
        ),
        migrations.AddField(
            model_name='board',
            name='chair',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boards_chaired', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='board',
            name='offering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boards', to='catalogue.programmeoffering'),
        ),
        migrations.AddField(
            model_name='boarditem',
            name='board',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='awards.board'),
        ),
        migrations.AddField(
            model_name='boarditem',
            name='student',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_items', to='enrolment.programmeenrolment'),
        ),
        migrations.AddField(
            model_name='boardconflict',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='awards.boarditem'),
        ),
        migrations.AddField(
            model_name='boardmember',
            name='board',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='awards.board'),
        ),
        migrations.AddField(
            model_name='boardmember',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_seats', to='institutions.institution'),
        ),
        migrations.AddField(
            model_name='boardmember',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_seats', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='boardconflict',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='awards.boardmember'),
        ),
        migrations.AddField(
            model_name='boardvote',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='awards.boarditem'),
        ),
        migrations.AddField(
            model_name='boardvote',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='awards.boardmember'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='agreements_are_numbered_in_a_programme'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('programme', 'digest'), name='the_same_agreement_is_published_once'),
        ),
        migrations.AddConstraint(
            model_name='board',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(models.Q(('minutes_digest', ''), _negated=True), ('signed_at__isnull', False)), _connector='OR'), name='signed_minutes_are_frozen'),
        ),
        migrations.AddConstraint(
            model_name='boarditem',
            constraint=models.UniqueConstraint(fields=('board', 'student'), name='a_student_stands_on_an_agenda_once'),
        ),
        migrations.AddConstraint(
            model_name='boarditem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('clause', ''), ('decided_at__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), models.Q(('clause', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='a_decision_cites_a_clause'),
        ),
        migrations.AddConstraint(
            model_name='boardmember',
            constraint=models.UniqueConstraint(fields=('board', 'person'), name='a_member_has_one_seat'),
        ),
        migrations.AddConstraint(
            model_name='boardconflict',
            constraint=models.UniqueConstraint(fields=('item', 'member'), name='a_member_declares_a_conflict_once'),
        ),
        migrations.AddConstraint(
            model_name='boardvote',
            constraint=models.UniqueConstraint(fields=('item', 'member'), name='a_member_votes_once'),
        ),
    ]
