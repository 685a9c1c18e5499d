import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0001_institutions_have_scales'),
    ]

    operations = [
        migrations.AddField(
            model_name='institution',
            name='address',
            field=models.TextField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name='institution',
            name='contact',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AlterField(
            model_name='institution',
            name='schac',
            field=models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9-]+(\\.[a-z0-9-]+)+\\Z', 'A domain in small letters, such as hospital.example.org.')]),
        ),
        migrations.AlterField(
            model_name='institution',
            name='standing',
            field=models.CharField(choices=[('coordinator', 'Coordinating institution'), ('member', 'Member'), ('associated', 'Associated partner')], max_length=20),
        ),
    ]
