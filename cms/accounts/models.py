"""A person, their number, and what others see of a seller."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.fields import EmailAddressField
from cms.accounts.managers import UserManager
from cms.accounts.names import refuse_control_characters, refuse_markup, refuse_unseen
from cms.accounts.places import check_town
from cms.accounts.roles import STAFF_ROLES, Role

__all__ = (
    "ADDRESS_TAKEN",
    "NUMBER_PREFIX",
    "STAFF_ROLES",
    "NumberCounter",
    "Role",
    "SellerProfile",
    "TeamNote",
    "User",
)

NUMBER_PREFIX = "U-"
ADDRESS_TAKEN = _("Somebody with this e-mail address is here already.")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Logs in by e-mail; shown to others by number (`U-000042`) and display name."""

    number = models.PositiveIntegerField(unique=True, editable=False)
    email = EmailAddressField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": ADDRESS_TAKEN},
    )
    name = models.CharField(_("name"), max_length=150, validators=[refuse_unseen, refuse_markup])
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.BUYER)
    is_active = models.BooleanField(_("active"), default=True, help_text=_("A suspended person cannot log in."))
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    suspension_reason = models.TextField(blank=True, editable=False)
    """What the person reads about it, in a mail and at the log-in."""
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the account was closed for good; who it was is gone since."""
    picture = models.ForeignKey(
        "pictures.Picture", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="people"
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, editable=False)
    """What they speak: codes of cms.contract.languages."""

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        # With `unique` above: one person for an address, however somebody writes past this model.
        constraints = (
            models.CheckConstraint(name="address_in_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(
                name="closed_is_not_active", condition=models.Q(closed_at__isnull=True) | models.Q(is_active=False)
            ),
        )
        indexes = (models.Index(name="user_joined", fields=["date_joined"]),)
        ordering = ("number",)
        permissions = (("suspend_user", "Can suspend and activate users"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.label})"

    @property
    def label(self) -> str:
        """The number as people see it."""
        return f"{NUMBER_PREFIX}{self.number:06d}"

    @property
    def first_name(self) -> str:
        """What Wagtail's menu calls somebody."""
        return self.name

    def get_full_name(self) -> str:
        """What Wagtail calls somebody in lists and histories."""
        return self.name

    def get_short_name(self) -> str:
        """What Wagtail's mails call somebody."""
        return self.name


class NumberCounter(models.Model):
    """The last number given out, one row for each kind of number."""

    name = models.CharField(primary_key=True, max_length=20)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class SellerProfile(models.Model):
    """What everybody may see of a seller. They are a member since `user.date_joined`."""

    DISPLAY_NAME_LENGTH = 60

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="seller_profile")
    display_name = models.CharField(
        _("display name"), max_length=DISPLAY_NAME_LENGTH, validators=[refuse_unseen, refuse_markup]
    )
    slug = models.SlugField(max_length=60, editable=False)
    text = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(2000), refuse_control_characters])
    city = models.CharField(_("city"), max_length=80, blank=True, validators=[check_town])
    is_trader = models.BooleanField(_("sells as a business"), default=False)
    imprint = models.TextField(
        _("imprint"), blank=True, validators=[MaxLengthValidator(1000), refuse_control_characters]
    )
    """Who answers for the goods of somebody who sells as a business."""
    standing = models.JSONField(default=dict, blank=True, editable=False)
    """How deals went, as commerce last told it; the fields are those of StandingRecord."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="trader_has_imprint", condition=models.Q(is_trader=False) | ~models.Q(imprint="")
            ),
        )

    def __str__(self) -> str:
        return self.display_name


class TeamNote(models.Model):
    """What the team writes down about a person, for itself. It goes when the account is closed."""

    LENGTH = 4000

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="team_note")
    text = models.TextField(
        _("text"), max_length=LENGTH, validators=[MaxLengthValidator(LENGTH), refuse_control_characters]
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Note on {self.person_id}"
