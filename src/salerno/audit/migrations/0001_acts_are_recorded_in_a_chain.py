from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=80)),
                ('actor', models.UUIDField(db_index=True, null=True)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject', models.UUIDField(db_index=True, null=True)),
                ('subject_person', models.UUIDField(db_index=True, null=True)),
                ('detail', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['sequence'],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='the_chain_has_one_head')],
            },
        ),
    ]
