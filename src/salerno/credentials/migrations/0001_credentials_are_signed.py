import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('awards', '0001_awards_are_granted'),
        ('institutions', '0001_institutions_have_scales'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('method_id', models.CharField(max_length=300, unique=True)),
                ('public_multibase', models.CharField(max_length=100, unique=True)),
                ('sealed', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signing_keys', to='institutions.institution')),
            ],
            options={
                'ordering': ['made_at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('institution',), name='one_key_signs_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('document', models.TextField()),
                ('state', models.CharField(choices=[('valid', 'Valid'), ('suspended', 'Suspended'), ('revoked', 'Revoked')], default='valid', max_length=10)),
                ('issued_at', models.DateTimeField()),
                ('shared_at', models.DateTimeField(null=True)),
                ('status_index', models.PositiveIntegerField()),
                ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='credential', to='awards.award')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='credentials.signingkey')),
            ],
            options={
                'ordering': ['-issued_at'],
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('valid', 'Valid'), ('suspended', 'Suspended'), ('revoked', 'Revoked')], max_length=10)),
                ('reason', models.CharField(max_length=300)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_changes', to='credentials.credential')),
            ],
            options={
                'ordering': ['-changed_at'],
            },
        ),
        migrations.CreateModel(
            name='StatusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(default=1)),
                ('length', models.PositiveIntegerField(default=131072)),
                ('document', models.TextField(blank=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_lists', to='institutions.institution')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('institution', 'number'), name='status_lists_are_numbered'),
                ],
            },
        ),
        migrations.AddField(
            model_name='credential',
            name='status_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='credentials.statuslist'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.UniqueConstraint(fields=('status_list', 'status_index'), name='an_index_belongs_to_one_credential'),
        ),
    ]
