"""A person, their number, and what others see of a seller."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from cms.accounts.managers import UserManager


class Role(models.TextChoices):
    """What somebody may do; each role is also a group of the same name with its permissions."""

    BUYER = "buyer", "Buyer"
    SELLER = "seller", "Seller"
    MODERATOR = "moderator", "Moderator"
    EDITOR = "editor", "Editor"
    ADMIN = "admin", "Admin"


STAFF_ROLES: frozenset[str] = frozenset({Role.MODERATOR, Role.EDITOR, Role.ADMIN})
"""Roles that reach the admin panel."""


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Logs in by e-mail; shown to others by number (`U-000042`) and display name."""

    number = models.PositiveIntegerField(unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=10, choices=Role, default=Role.BUYER)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_person_for_an_email"),)
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.name} ({self.label})"

    @property
    def label(self) -> str:
        """The number as people see it."""
        return f"U-{self.number:06d}"


class NumberCounter(models.Model):
    """The last number given out, one row for each kind of number."""

    name = models.CharField(primary_key=True, max_length=20)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class SellerProfile(models.Model):
    """What everybody may see of a seller."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="seller_profile")
    display_name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(2000)])
    city = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.display_name
