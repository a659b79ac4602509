from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_figures_kept_ready")]

    operations = [
        migrations.AddField(model_name="figure", name="seen_from", field=models.TextField(blank=True, default="")),
    ]
