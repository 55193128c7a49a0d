"""How people are made: each gets the next number and the group of their role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager
from django.db import transaction

from cms.accounts.numbers import next_number
from cms.accounts.role_groups import join_group_of_role
from cms.accounts.roles import Role

if TYPE_CHECKING:
    from cms.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Makes people, and finds them by e-mail address, whatever its case."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """A person with the next number; without a password they cannot log in yet.

        Takes the values as they are: `services.make_person` checks them first.
        """
        user = self.model(email=email, name=name, **fields)
        user.set_password(password)  # Slow on purpose, so before the counter is locked.
        with transaction.atomic():
            user.number = next_number("user")
            user.save()
            join_group_of_role(user)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """An admin, who may do everything."""
        return self.create_user(email, name, password, **{**fields, "role": Role.ADMIN, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person for a log-in."""
        return self.get(email=username)
