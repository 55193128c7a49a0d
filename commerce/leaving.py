"""What each package gives to somebody's own data, and what stands against closing an account or goes with it."""

from __future__ import annotations


def register() -> None:
    """Called when all packages are loaded."""
    from commerce.account import closing, own_data  # noqa: PLC0415 (models are loaded only now)
    from commerce.api.leaving import forget_tokens, tokens_of  # noqa: PLC0415 (as above)
    from commerce.cart.leaving import cart_of, forget_cart  # noqa: PLC0415 (as above)
    from commerce.conversations import leaving as conversations  # noqa: PLC0415 (as above)
    from commerce.favourites.leaving import favourites_of, forget_favourites  # noqa: PLC0415 (as above)
    from commerce.orders import leaving as orders  # noqa: PLC0415 (as above)
    from commerce.reports.leaving import reports_of  # noqa: PLC0415 (as above)
    from commerce.reviews.leaving import reviews_of  # noqa: PLC0415 (as above)

    closing.register(orders.open_orders)
    own_data.register_pictures(conversations.photos_of)
    own_data.register_pictures(orders.photos_of)
    for erase in (forget_cart, forget_tokens, forget_favourites, conversations.forget_blocks, orders.forget_windows):
        closing.register_erasure(erase)
    parts = {
        "orders": orders.orders_of,
        "messages": conversations.messages_of,
        "questions": conversations.public_questions_of,
        "reviews": reviews_of,
        "reports": reports_of,
        "cart": cart_of,
        "tokens": tokens_of,
        "favourites": favourites_of,
    }
    for name, tell in parts.items():
        own_data.register(name, tell)
