"""What is stored of orders, meetings and the times that hold for them."""

from commerce.orders.models.decision import DecisionText
from commerce.orders.models.event import OrderEvent, Reminder
from commerce.orders.models.meeting import Appointment, HandoverCode, PickupWindow
from commerce.orders.models.order import Order, OrderLine
from commerce.orders.models.photo import EventPhoto
from commerce.orders.models.place import SafePlace
from commerce.orders.models.settings import CashSettings

__all__ = (
    "Appointment",
    "CashSettings",
    "DecisionText",
    "EventPhoto",
    "HandoverCode",
    "Order",
    "OrderEvent",
    "OrderLine",
    "PickupWindow",
    "Reminder",
    "SafePlace",
)
