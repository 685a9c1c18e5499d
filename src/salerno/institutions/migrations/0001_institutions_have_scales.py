import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import salerno.common.translated


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='GradingScale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True)),
                ('name', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('minimum', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ('maximum', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ('pass_mark', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ('decimal_places', models.PositiveSmallIntegerField(default=0)),
                ('grades', models.JSONField(blank=True, default=list)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('minimum__isnull', True), ('minimum__lt', models.F('maximum')), _connector='OR'), name='a_scale_goes_upwards')],
            },
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', salerno.common.translated.TranslatedField(default=dict, validators=[salerno.common.translated.check_translations])),
                ('kind', models.CharField(choices=[('university', 'University'), ('research-centre', 'Research centre'), ('company', 'Company'), ('hospital', 'Hospital')], max_length=20)),
                ('standing', models.CharField(choices=[('coordinator', 'Coordinator'), ('member', 'Member'), ('associated', 'Associated partner')], max_length=20)),
                ('country', models.CharField(max_length=2)),
                ('city', models.CharField(blank=True, max_length=80)),
                ('website', models.URLField()),
                ('schac', models.CharField(max_length=80, unique=True)),
                ('languages', models.JSONField(default=list)),
                ('roles', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('gives', salerno.common.translated.TranslatedField(blank=True, default=dict, validators=[salerno.common.translated.check_translations])),
                ('colour', models.CharField(default='#0B6670', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9A-Fa-f]{6}$')])),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('is_public', models.BooleanField(default=True)),
                ('grading_scale', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='institutions.gradingscale')),
            ],
            options={
                'ordering': ['position', 'slug'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('standing', 'coordinator')), fields=('standing',), name='one_institution_coordinates')],
            },
        ),
    ]
