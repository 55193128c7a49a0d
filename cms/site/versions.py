"""Earlier values of settings: Wagtail keeps none, so each change is written down, and can be put back."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.contrib.settings.models import BaseGenericSetting

KEPT = 500
"""Versions of one setting; older ones go."""


class SettingVersion(models.Model):
    """The values of a setting as they were after a change. Without `by`, something else than its form changed them."""

    setting = models.CharField(max_length=80)
    """`app.model`, in small letters."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    values = models.JSONField(encoder=DjangoJSONEncoder)
    put_back = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    """The version whose values these are again."""

    objects: ClassVar[models.Manager[SettingVersion]] = models.Manager()

    class Meta:
        verbose_name = _("version of a setting")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["setting", "-id"], name="versions_of_a_setting"),)

    def __str__(self) -> str:
        return f"{self.setting} {self.at:%Y-%m-%d %H:%M}"


def label_of(model: type[models.Model]) -> str:
    """How versions name the setting."""
    return model._meta.label_lower  # noqa: SLF001 (Django's public name)


def values_of(setting: models.Model) -> dict[str, Any]:
    """Its fields as JSON can hold them: those that people edit."""
    fields: dict[str, Any] = serializers.serialize("python", [setting])[0]["fields"]
    edited = {one.name for one in setting._meta.concrete_fields if one.editable}  # noqa: SLF001 (Django's public name)
    return {name: value for name, value in fields.items() if name in edited}


@contextmanager
def kept(setting: BaseGenericSetting, *, by_id: int | None, put_back: SettingVersion | None = None) -> Iterator[None]:
    """Within, `setting` is saved; what it was before and what it is after are kept. One transaction."""
    with transaction.atomic():
        stored = type(setting)._base_manager.select_for_update().get(pk=setting.pk)  # noqa: SLF001 (Django's public name)
        _keep(stored, by_id=None)
        yield
        setting.refresh_from_db()
        _keep(setting, by_id=by_id, put_back=put_back)
        _forget_oldest(label_of(type(setting)))


def put_back(version: SettingVersion, *, by_id: int | None) -> BaseGenericSetting:
    """Give the setting the values of this version again. Raises ValidationError when they are not allowed any more."""
    setting = restored(version)
    setting.full_clean()
    with kept(setting, by_id=by_id, put_back=version):
        setting.save()
    return setting


def restored(version: SettingVersion) -> BaseGenericSetting:
    """The setting with the values of this version, not stored. What it referred to and is gone is left empty."""
    model = _model_of(version)
    stored = model.load()
    values = {**values_of(stored), **version.values}
    for name in gone(version):
        values[name] = None
    row = {"model": version.setting, "pk": stored.pk, "fields": values}
    (found,) = serializers.deserialize("python", [row], ignorenonexistent=True)
    for field in (one for one in model._meta.concrete_fields if one.name in values):  # noqa: SLF001 (as above)
        setattr(stored, field.attname, getattr(found.object, field.attname))
    setting: BaseGenericSetting = stored
    return setting


def gone(version: SettingVersion) -> list[str]:
    """The names of fields whose picture or page there is no more."""
    fields = {one.name: one for one in _model_of(version)._meta.concrete_fields if one.is_relation}  # noqa: SLF001 (as above)
    return [
        name
        for name, field in fields.items()
        if version.values.get(name) is not None
        and not field.related_model._base_manager.filter(pk=version.values[name]).exists()  # noqa: SLF001 (as above)
    ]


def _model_of(version: SettingVersion) -> Any:
    return apps.get_model(version.setting)


def _keep(setting: models.Model, *, by_id: int | None, put_back: SettingVersion | None = None) -> None:
    label, values = label_of(type(setting)), as_stored(values_of(setting))
    newest = SettingVersion.objects.filter(setting=label).first()
    if newest is None or newest.values != values or put_back is not None:
        SettingVersion.objects.create(setting=label, at=timezone.now(), by_id=by_id, values=values, put_back=put_back)


def as_stored(values: dict[str, Any]) -> dict[str, Any]:
    """What the database gives back of values."""
    encoder = DjangoJSONEncoder()
    stored: dict[str, Any] = json.loads(encoder.encode(values))
    return stored


def _forget_oldest(label: str) -> None:
    mine = SettingVersion.objects.filter(setting=label)
    for last in mine.values_list("pk", flat=True)[KEPT : KEPT + 1]:
        mine.filter(pk__lte=last).delete()
