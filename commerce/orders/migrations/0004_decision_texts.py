"""Texts that the team keeps for its decisions, and the first of them."""

from django.db import migrations, models

TEXTS = (
    (
        "Deal made: the hand-over is clear",
        "decide-done",
        "We have read what {buyer} and {seller} wrote about order {order} ({what}). What both say about the meeting "
        "fits together: the goods were handed over and {amount} was paid in cash. The deal therefore counts as made.\n\n"
        "You can contradict this decision within 14 days.",
        "Wir haben gelesen, was {buyer} und {seller} zur Bestellung {order} ({what}) geschrieben haben. Die Angaben zum "
        "Treffen passen zusammen: Die Ware wurde übergeben, und {amount} wurden bar bezahlt. Der Handel gilt deshalb "
        "als abgeschlossen.\n\nDieser Entscheidung könnt ihr innerhalb von 14 Tagen widersprechen.",
    ),
    (
        "No deal: nothing shows a hand-over",
        "decide-cancel",
        "We have read what {buyer} and {seller} wrote about order {order} ({what}). Nothing shows that goods and cash "
        "changed hands, so there was no deal: what was reserved is free again, and nobody owes anybody anything.\n\n"
        "You can contradict this decision within 14 days.",
        "Wir haben gelesen, was {buyer} und {seller} zur Bestellung {order} ({what}) geschrieben haben. Nichts belegt, "
        "dass Ware und Geld den Besitzer gewechselt haben. Es gab also keinen Handel: Was reserviert war, ist wieder "
        "frei, und niemand schuldet jemandem etwas.\n\nDieser Entscheidung könnt ihr innerhalb von 14 Tagen "
        "widersprechen.",
    ),
    (
        "No deal: who missed the meeting stays open",
        "decide-cancel",
        "Both of you say that you were at the meeting ({meeting}). We cannot tell who was not, so it counts against "
        "nobody. Order {order} ends, and what was reserved is free again.\n\n"
        "You can contradict this decision within 14 days.",
        "Ihr sagt beide, dass ihr beim Treffen wart ({meeting}). Wer nicht da war, können wir nicht feststellen, also "
        "zählt es bei niemandem. Die Bestellung {order} endet, und was reserviert war, ist wieder frei.\n\n"
        "Dieser Entscheidung könnt ihr innerhalb von 14 Tagen widersprechen.",
    ),
    (
        "More time: we are still looking",
        "extend",
        "We are still looking at order {order}. So that nothing ends meanwhile, we have given it more time.",
        "Wir sehen uns die Bestellung {order} noch an. Damit inzwischen nichts abläuft, haben wir mehr Zeit gegeben.",
    ),
    (
        "Ended: against the rules of the shop",
        "moderate",
        "We have ended order {order} ({what}), because it breaks the rules of the shop: …\n\n"
        "You can contradict this decision within 14 days.",
        "Wir haben die Bestellung {order} ({what}) beendet, weil sie gegen die Regeln des Marktes verstößt: …\n\n"
        "Dieser Entscheidung könnt ihr innerhalb von 14 Tagen widersprechen.",
    ),
)


def keep_first_texts(apps, schema_editor):
    texts = apps.get_model("shop_orders", "DecisionText").objects.using(schema_editor.connection.alias)
    for name, action, text_en, text_de in TEXTS:
        texts.create(name=name, action=action, text_en=text_en, text_de=text_de)


class Migration(migrations.Migration):
    dependencies = [("shop_orders", "0003_found_by_the_team")]

    operations = [
        migrations.CreateModel(
            name="DecisionText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="For the team.", max_length=80, unique=True, verbose_name="name")),
                (
                    "action",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decide-done", "The deal was made"),
                            ("decide-cancel", "There was no deal"),
                            ("extend", "More time"),
                            ("moderate", "The order is ended"),
                        ],
                        help_text="The decision that it goes with; empty for all.",
                        max_length=20,
                        verbose_name="for",
                    ),
                ),
                ("text_en", models.TextField(blank=True, max_length=1800, verbose_name="text in English")),
                (
                    "text_de",
                    models.TextField(
                        blank=True,
                        help_text="In both texts these places are filled in: {order} {buyer} {seller} {what} {amount} "
                        "{meeting} {today}.",
                        max_length=1800,
                        verbose_name="text in German",
                    ),
                ),
            ],
            options={
                "verbose_name": "text for decisions",
                "verbose_name_plural": "texts for decisions",
                "ordering": ("name",),
            },
        ),
        migrations.RunPython(keep_first_texts, migrations.RunPython.noop),
    ]
