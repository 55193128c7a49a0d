"""What changes orders: making them, everything their two sides, an operator and the clock do with them."""

from commerce.orders.services.acting import act
from commerce.orders.services.ceiling import refuse_too_much_cash, too_much_cash
from commerce.orders.services.due import run_due
from commerce.orders.services.placing import Wanted, place_orders

__all__ = [
    "Wanted",
    "act",
    "place_orders",
    "refuse_too_much_cash",
    "run_due",
    "too_much_cash",
]
