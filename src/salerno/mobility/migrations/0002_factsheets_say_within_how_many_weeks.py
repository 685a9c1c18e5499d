from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mobility", "0001_students_go_and_come_back")]

    operations = [
        migrations.AddField("factsheet", "decision_weeks", models.PositiveSmallIntegerField(default=5)),
        migrations.AddField("factsheet", "transcript_weeks", models.PositiveSmallIntegerField(default=5)),
    ]
