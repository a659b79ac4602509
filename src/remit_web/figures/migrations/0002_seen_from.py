from typing import Any

from django.db import migrations, models


def let_go(apps: Any, _editor: Any) -> None:
    """Figures and answers have another form from here on: what was kept is worked out anew at the next start."""
    apps.get_model("figures", "Kept").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_figures_kept_ready")]

    operations = [
        migrations.RunPython(let_go, migrations.RunPython.noop),
        migrations.AddField(model_name="figure", name="seen_from", field=models.TextField(blank=True, default="")),
    ]
