"""How people are made: each gets the next number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager

from cms.accounts.numbers import next_number

if TYPE_CHECKING:
    from cms.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """A person with the next number; without a password they cannot log in yet."""
        user = self.model(email=email.strip().lower(), name=name, number=next_number("user"), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """An admin who may do everything."""
        return self.create_user(email, name, password, role="admin", is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person for a log-in, whatever the case of the e-mail address."""
        return self.get(email__iexact=username)
