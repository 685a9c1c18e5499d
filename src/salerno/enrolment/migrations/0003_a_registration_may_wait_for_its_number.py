from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("enrolment", "0002_students_enrol_in_programmes"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="registration", name="a_student_number_is_given_once"),
        migrations.AlterField(
            model_name="registration",
            name="student_number",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("student_number", ""), _negated=True),
                fields=("institution", "student_number"),
                name="a_student_number_is_given_once",
            ),
        ),
    ]
