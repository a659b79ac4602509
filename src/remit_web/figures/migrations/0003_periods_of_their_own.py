from typing import Any

from django.db import migrations, models


def let_go(apps: Any, _editor: Any) -> None:
    """Figures and answers have another form from here on: what was kept is worked out anew at the next start."""
    apps.get_model("figures", "Kept").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_seen_from")]

    operations = [
        migrations.RunPython(let_go, migrations.RunPython.noop),
        migrations.AddField(model_name="figure", name="own_period", field=models.BooleanField(default=False)),
    ]
