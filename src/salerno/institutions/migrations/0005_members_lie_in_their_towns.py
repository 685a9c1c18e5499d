"""The eight members stand on the map of an older campus too: in their towns, unless it says otherwise already."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TOWNS = {
    "univ-amu.fr": ("43.30", "5.37"),
    "su.se": ("59.33", "18.07"),
    "unipi.it": ("43.72", "10.40"),
    "uab.cat": ("41.50", "2.11"),
    "inria.fr": ("48.83", "2.12"),
    "kode-solutions.net": ("43.72", "10.40"),
    "genomeup.com": ("41.90", "12.50"),
    "ingeniars.com": ("43.72", "10.40"),
}


def settle(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say where the members lie that do not say it."""
    rows = apps.get_model("institutions", "Institution").objects.using(schema_editor.connection.alias)
    for schac, (latitude, longitude) in _TOWNS.items():
        rows.filter(schac=schac, latitude__isnull=True).update(latitude=latitude, longitude=longitude)


class Migration(migrations.Migration):
    dependencies = [("institutions", "0004_institutions_lie_somewhere")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
