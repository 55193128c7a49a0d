"""What people report, what became of it, and what the other side says to that."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """Somebody says that a listing, or what a person wrote, is not right.

    It changes nothing by itself. A moderator decides, with a statement of reasons that the other side gets and may
    appeal against; an appeal is decided by another moderator.
    """

    LENGTH = 2000

    class Reason(models.TextChoices):
        """What is wrong."""

        FORBIDDEN = "forbidden", _("Forbidden or dangerous goods")
        FRAUD = "fraud", _("Fraud, or money wanted ahead")
        FAKE = "fake", _("A fake or stolen")
        WRONG = "wrong", _("Not as described, or wrong category")
        RIGHTS = "rights", _("Someone’s rights: pictures, texts, brands")
        OFFENSIVE = "offensive", _("Insults, hatred, harassment")
        SPAM = "spam", _("Advertising, or the same thing many times")
        OTHER = "other", _("Something else")

    class Decision(models.TextChoices):
        """What a moderator decided."""

        OPEN = "open", _("Open")
        DISMISSED = "dismissed", _("Nothing wrong")
        WARNED = "warned", _("Warned")
        SUSPENDED = "suspended", _("Listing taken off")
        REMOVED = "removed", _("Question taken down")

    class Appeal(models.TextChoices):
        """What became of an appeal."""

        NONE = "none", _("None")
        OPEN = "open", _("Open")
        GRANTED = "granted", _("Granted")
        REJECTED = "rejected", _("Rejected")

    listing = models.ForeignKey(
        "catalog.Listing",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("listing"),
    )
    conversation = models.ForeignKey(
        "shop_conversations.Conversation", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    question = models.ForeignKey(
        "shop_conversations.PublicQuestion", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    """A question and its answer on the page of the listing, when those are meant."""
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports_about", verbose_name=_("person")
    )
    """Who is reported: the seller, or who wrote the messages."""
    title = models.CharField(_("title"), max_length=200)
    """What it was called when it was reported."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_made",
        verbose_name=_("by"),
    )
    by_email = models.EmailField(_("address of a guest"), max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    text = models.TextField(_("what they say"), max_length=LENGTH)
    made_at = models.DateTimeField(_("reported at"))
    decision = models.CharField(_("decision"), max_length=12, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    took_off = models.BooleanField(default=False, editable=False)
    """Whether the decision took something off the shop that was for sale."""
    statement = models.TextField(_("statement of reasons"), max_length=LENGTH, blank=True)
    appeal = models.CharField(_("appeal"), max_length=12, choices=Appeal, default=Appeal.NONE)
    appeal_text = models.TextField(_("what the other side says"), max_length=LENGTH, blank=True)
    appealed_at = models.DateTimeField(_("appealed at"), null=True, blank=True)
    appeal_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    appeal_decided_at = models.DateTimeField(null=True, blank=True)
    appeal_answer = models.TextField(_("answer to the appeal"), max_length=LENGTH, blank=True)

    objects: ClassVar[models.Manager[Report]] = models.Manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="report_about_one_thing",
                condition=Q(listing__isnull=False, conversation__isnull=True)
                | Q(listing__isnull=True, conversation__isnull=False),
            ),
            models.CheckConstraint(
                name="report_by_somebody",
                condition=Q(by__isnull=False, by_email="") | (Q(by__isnull=True) & ~Q(by_email="")),
            ),
            models.CheckConstraint(name="report_not_about_oneself", condition=Q(by__isnull=True) | ~Q(by=F("person"))),
            models.CheckConstraint(
                name="report_decided_with_reasons",
                condition=Q(decision="open", decided_by__isnull=True, decided_at__isnull=True, statement="")
                | (~Q(decision="open") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(statement="")),
            ),
            models.CheckConstraint(
                name="report_decided_by_others",
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("person")) & ~Q(decided_by=F("by"))),
            ),
            models.CheckConstraint(
                name="report_appeal_decided_by_another",
                condition=Q(appeal_decided_by__isnull=True)
                | (~Q(appeal_decided_by=F("decided_by")) & ~Q(appeal_decided_by=F("person"))),
            ),
            models.UniqueConstraint(
                name="report_open_once_for_listing",
                fields=["listing", "by"],
                condition=Q(decision="open", listing__isnull=False, question__isnull=True, by__isnull=False),
            ),
            models.UniqueConstraint(
                name="report_open_once_for_question",
                fields=["question", "by"],
                condition=Q(decision="open", question__isnull=False, by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_question_of_listing", condition=Q(question__isnull=True) | Q(listing__isnull=False)
            ),
            models.UniqueConstraint(
                name="report_open_once_for_conversation",
                fields=["conversation", "by"],
                condition=Q(decision="open", conversation__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["by_email", "made_at"], name="report_of_guest"),
            models.Index(fields=["decision", "appeal"], name="report_queue"),
        )

    def __str__(self) -> str:
        return _now("Report %(number)d: %(title)s") % {"number": self.pk, "title": self.title}

    @property
    def path(self) -> str:
        """The page on which the other side reads the decision and appeals."""
        return f"/report/decision/{self.pk}"
