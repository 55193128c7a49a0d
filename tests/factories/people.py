"""People for tests: the least valid ones. A test states only what it is about."""

from __future__ import annotations

from typing import Any

import factory

from cms.accounts.models import SellerProfile, User
from cms.accounts.roles import Role
from cms.accounts.services import make_person as make_person_service
from cms.accounts.services import make_seller as make_seller_service

PASSWORD = "correct horse battery"


class PersonFactory(factory.Factory[User]):
    """A buyer who can log in with PASSWORD, unless said otherwise."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:  # noqa: ARG003 (factory_boy's signature)
        return make_person_service(**fields)


class SellerFactory(PersonFactory):
    """A seller with a profile."""

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:  # noqa: ARG003 (factory_boy's signature)
        return make_seller_service(**fields)


def make_user(**fields: Any) -> User:
    """A buyer; takes what `services.make_person` takes (`role`, `password` …). No password: no slow hashing."""
    user: User = PersonFactory.create(**fields)
    return user


def make_seller(**fields: Any) -> User:
    """A seller with a profile; takes what `services.make_seller` takes."""
    user: User = SellerFactory.create(**fields)
    return user


def make_moderator(**fields: Any) -> User:
    """Somebody who approves listings."""
    return make_user(role=Role.MODERATOR, **fields)


def make_editor(**fields: Any) -> User:
    """Somebody who writes the pages."""
    return make_user(role=Role.EDITOR, **fields)


def make_admin(**fields: Any) -> User:
    """Somebody who may do everything."""
    return make_user(role=Role.ADMIN, **fields)


def profile_of(user: User) -> SellerProfile:
    """What others see of a seller, as stored."""
    return SellerProfile.objects.get(user=user)
