from typing import Any

from django.db import migrations


def let_go(apps: Any, _editor: Any) -> None:
    """Some figures are kept rounded from here on, but for the whole: what was kept is worked out anew at the next start."""
    apps.get_model("figures", "Kept").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_who_takes_part"), ("indicators", "0002_rounded_outside_the_unit")]

    operations = [migrations.RunPython(let_go, migrations.RunPython.noop)]
