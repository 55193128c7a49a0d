"""The team's page of one order: all that is known, and the form of what the state machine lets the team do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import EditView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from commerce.orders.admin import words
from commerce.orders.admin.lists import what
from commerce.orders.admin.page import order_facts
from commerce.orders.decisions import LABELS, OperatorForm, choices_for
from commerce.orders.errors import ActionRefused, OrderStateConflict
from commerce.orders.machine import Action, Actor, State, allowed
from commerce.orders.models import Appointment, CashSettings, DecisionText, Order
from commerce.orders.models.decision import filled_in
from commerce.orders.services import act
from commerce.orders.when import locale

LOGGED = "shop_orders.act"
"""What the audit log calls it."""

LANGUAGES = {"en": gettext_lazy("English"), "de": gettext_lazy("German")}
_WITH_RECEIPT = frozenset({State.SCHEDULED, State.HANDED_OVER, State.COMPLETED})


class OrderView(EditView):  # type: ignore[misc]  # Wagtail has no types.
    """An order, with the form of what can be done with it."""

    template_name = "shop_orders/admin/order.html"
    page_title = gettext_lazy("Order")
    submit_button_label = gettext_lazy("Do it and tell both sides")
    submit_button_active_label = gettext_lazy("Doing it…")
    error_message = gettext_lazy("Nothing was done: please look at what is marked below.")

    def get_form_class(self) -> type[OperatorForm]:
        """What the state allows."""
        return OperatorForm

    def get_initial(self) -> dict[str, Any]:
        """The newest event that the page shows, and a text that was chosen without a script."""
        newest = self.object.events.order_by("-pk").values_list("pk", flat=True).first()
        chosen = self.request.GET.get("text", "")
        text = next((one["text"] for _group, texts in self.texts for one in texts if one["key"] == chosen), "")
        return {"seen": newest, "note": text}

    @cached_property
    def texts(self) -> list[tuple[str, list[dict[str, str]]]]:
        """The texts for what can be done now, filled in, by language; the shop's language first."""
        actions = ["", *(one.value for one in choices_for(self.object))]
        kept = list(DecisionText.objects.filter(action__in=actions)) if len(actions) > 1 else []
        own = locale()[:2]
        return [
            (str(LANGUAGES[language]), texts)
            for language in sorted(LANGUAGES, key=lambda one: one != own)
            if (texts := list(self._texts_in(language, kept)))
        ]

    def _texts_in(self, language: str, kept: list[DecisionText]) -> Any:
        with translation.override(language):
            values = _values_of(self.object)
        for one in kept:
            if text := one.texts().get(language):
                yield {"key": f"{one.pk}-{language}", "name": one.name, "text": filled_in(text, values)}

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Ways to see it as others do."""
        pages = [
            ("order_as_buyer", _("As the buyer sees it"), "view"),
            ("order_as_seller", _("As the seller sees it"), "view"),
        ]
        if self.object.state in _WITH_RECEIPT:
            pages.append(("order_receipt_for_team", _("Receipt"), "print"))
        return [
            HeaderButton(label, url=reverse(name, args=[self.object.pk]), icon_name=icon, priority=place)
            for place, (name, label, icon) in enumerate(pages)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the decision is about."""
        return {
            **super().get_context_data(**kwargs),
            **order_facts(self.object, now=timezone.now()),
            "what": what(self.object),
            "texts": self.texts,
            "may_see_people": self.request.user.has_perm("accounts.change_user"),
            "may_see_mails": self.request.user.has_perm("shop_notifications.change_notification"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """409 for what the state does not let the team do, before anything else is looked at."""
        self.object = self.get_object()
        asked = request.POST.get("action", "")
        is_known = asked in {one.value for one in Action}
        if not choices_for(self.object) or (is_known and not allowed(self.object.state, asked, Actor.OPERATOR)):
            return self._conflict()
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: OperatorForm) -> HttpResponse:
        """Do it, or say why not."""
        try:
            response: HttpResponse = super().form_valid(form)
        except OrderStateConflict:
            return self._conflict()
        except ActionRefused as refused:
            form.add_error(None, str(refused))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response

    def _conflict(self) -> HttpResponse:
        """The order as it stands now, with what was typed."""
        self.object = self.get_object()
        self.__dict__.pop("texts", None)
        typed = {"note": self.request.POST.get("note", "")[:2000], "more_hours": self.request.POST.get("more_hours")}
        self.form = OperatorForm(instance=self.object, initial={**self.get_initial(), **typed})
        messages.error(
            self.request,
            _("The order has moved on meanwhile: this is how it stands now. Nothing was changed."),
        )
        response: HttpResponse = self.render_to_response(self.get_context_data(), status=HTTPStatus.CONFLICT)
        return response

    def save_instance(self) -> Order:
        """Do it by the state machine, and write it into the audit log; both or neither."""
        given, before = self.form.cleaned_data, self.object.state
        order = act(
            self.object.pk,
            given["action"],
            now=timezone.now(),
            person_id=self.request.user.pk,
            as_operator=True,
            note=given["note"],
            more_hours=given.get("more_hours") or 0,
            seen_event=given["seen"],
        )
        told = {"action": given["action"], "before": before, "after": order.state, "reason": given["note"]}
        log(order, LOGGED, user=self.request.user, data=told)
        return order

    def get_success_message(self) -> str:
        """What was done."""
        done = LABELS[Action(self.form.cleaned_data["action"])]
        return _("%(order)s: %(done)s. Both sides get a mail.") % {"order": self.object.label, "done": done}

    def get_success_buttons(self) -> list[Any]:
        """None: the page comes again."""
        return []

    def get_success_url(self) -> str:
        """The page of the order."""
        return reverse("shop_orders:edit", args=[self.object.pk])


def _values_of(order: Order) -> dict[str, str]:
    meeting = order.appointments.filter(status=Appointment.Status.AGREED).first()
    when = date_format(meeting.starts_at.astimezone(CashSettings.load().zone), "DATETIME_FORMAT") if meeting else ""
    return {
        "order": order.label,
        "buyer": order.buyer_name,
        "seller": order.seller_name,
        "what": what(order),
        "amount": words.amount(order.total),
        "meeting": f"{when}, {meeting.place}" if meeting else "–",
        "today": date_format(timezone.localdate(), "DATE_FORMAT"),
    }
