"""The Django application."""

from django.apps import AppConfig

from commerce.theme import later


class OffersConfig(AppConfig):
    """Lets the clock end what runs out, tells desk and cart, and takes offers along with somebody who leaves."""

    name = "commerce.offers"
    label = "shop_offers"

    def ready(self) -> None:
        """Models are there only now."""
        from commerce.account import closing, own_data  # noqa: PLC0415
        from commerce.cart.contents import know_agreed  # noqa: PLC0415
        from commerce.catalog import do_when_due  # noqa: PLC0415
        from commerce.offers.agreed import agreed_with  # noqa: PLC0415
        from commerce.offers.due import run_due  # noqa: PLC0415
        from commerce.offers.leaving import forget_offers, offers_of  # noqa: PLC0415
        from commerce.offers.lists import to_answer  # noqa: PLC0415
        from commerce.offers.rules import forget_rules, rules_of  # noqa: PLC0415
        from commerce.selling.desk import tile_as  # noqa: PLC0415

        do_when_due(run_due)
        closing.register_erasure(forget_offers)
        closing.register_erasure(forget_rules)
        own_data.register("offers", offers_of)
        own_data.register("offer-rules", rules_of)
        know_agreed(agreed_with)
        tile_as("offers", later("Offers to answer"), "/offers", to_answer)
