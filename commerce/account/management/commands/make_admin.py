"""`manage.py make_admin`: lets somebody into the admin, by a link that sets a password."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.accounts.errors import AccountsError
from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.accounts.services import give_role, make_person


class Command(BaseCommand):
    """Makes an admin."""

    help = (
        "Make the person with this address an admin, and print a link by which they choose a password. It holds for a "
        "day, and once. Whoever is an admin already gets a new link. With --look nothing is done: the exit code is 0 "
        "when there is an admin with a password, and 1 when there is none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """An address, or the question."""
        parser.add_argument("email", nargs="?", default="", metavar="EMAIL", help="whom to make an admin")
        parser.add_argument(
            "--look", action="store_true", help="only say, by the exit code, whether an admin can log in"
        )

    def handle(self, *_: object, **options: Any) -> None:
        """Do it; CommandError, in words, when that cannot be."""
        if options["look"]:
            admins = User.objects.filter(role=Role.ADMIN, is_active=True)
            if not admins.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
                raise CommandError("There is no admin with a password yet.")
            return
        if not options["email"]:
            raise CommandError("Whom? manage.py make_admin EMAIL", returncode=2)
        person = _admin(options["email"])
        key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
        self.stdout.write(f"{person.email} is an admin. The password is chosen here, within a day and once:")
        self.stdout.write(f"{settings.SITE_URL}{get_adapter().get_reset_password_from_key_url(key)}")


def _admin(email: str) -> User:
    known = User.objects.filter(email__iexact=email).first()
    try:
        if known is None:
            return make_person(email=email, name=email.partition("@")[0], role=Role.ADMIN)
        if not known.is_active:
            raise CommandError(f"{known.email} is suspended or closed; restore the account first.")
        return known if known.role == Role.ADMIN else give_role(known.pk, Role.ADMIN)
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
    except AccountsError as refusal:
        raise CommandError(str(refusal)) from refusal
