"""The forms of Wagtail's section of users: what we hold of a person instead of first and last name and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm

from cms.accounts import services
from cms.accounts.inviting import invite
from cms.accounts.models import SellerProfile, TeamNote, User
from cms.accounts.names import public_name, refuse_control_characters
from cms.accounts.roles import STAFF_ROLES, Role

if TYPE_CHECKING:
    from cms.accounts.errors import AccountsError

PROFILE_FIELDS = {
    "display_name": SellerProfile.display_name.field.validators,
    "city": SellerProfile.city.field.validators,
    "text": SellerProfile.text.field.validators,
}
"""What the seller's profile checks; Django takes only lengths over into a form."""


class PersonForm(UserForm):
    """What making and changing a person have in common.

    `by` is who fills it in: only an admin makes moderators, editors and admins.
    """

    first_name = None
    last_name = None
    is_superuser = None
    email = None  # From the model, which knows how addresses are kept.

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by
        if "role" in self.fields and not by.is_superuser:
            self.fields["role"].choices = [one for one in Role.choices if one[0] not in STAFF_ROLES]
        profile = SellerProfile.objects.filter(user_id=self.instance.pk).first()
        own = forms.fields_for_model(SellerProfile, fields=tuple(PROFILE_FIELDS))
        for name, field in own.items():
            field.required = False
            # Both limit the length.
            field.validators.extend(one for one in PROFILE_FIELDS[name] if one not in field.validators)
            field.initial = getattr(profile, name, "")
            self.fields[name] = field
        self.fields["display_name"].help_text = _("What others see of a seller; first name and initial unless given.")
        self.fields["text"].label = _("About the seller")
        self.order_fields(["email", "name", "role", *PROFILE_FIELDS, "password1", "password2"])

    def _clean_username(self) -> None:
        """The model itself refuses an address that is taken, in its own words."""

    @property
    def sells(self) -> bool:
        """Whether there is, or will be, a profile to keep."""
        role = self.cleaned_data.get("role", self.instance.role)
        return role == Role.SELLER or any(self.cleaned_data[name] for name in PROFILE_FIELDS)

    def save_profile(self, user: User) -> None:
        """Keep what others see of a seller."""
        if self.sells:
            values = {name: self.cleaned_data[name] for name in PROFILE_FIELDS}
            length = SellerProfile.DISPLAY_NAME_LENGTH
            display_name = values.pop("display_name") or public_name(user.name, limit=length)
            services.change_profile(user.pk, display_name=display_name, **values)


class PersonCreationForm(PersonForm):
    """A new person. Without a password here they are invited by mail to choose their own."""

    password_required = False

    class Meta:
        model = User
        fields = ("email", "name", "role")

    @transaction.atomic
    def save(self, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002 (Wagtail's signature)
        """Make the person. Raises ValidationError when somebody was faster with the same address."""
        values = self.cleaned_data
        self.instance = services.make_person(
            email=values["email"], name=values["name"], role=values["role"], password=values["password1"] or None
        )
        self.save_profile(self.instance)
        self.invited = bool(invite([self.instance.pk]))
        return self.instance

    def _get_validation_exclusions(self) -> set[str]:
        """The number comes when the person is saved."""
        return {*super()._get_validation_exclusions(), "number"}


class PersonEditForm(PersonForm):
    """A person as they are. Nobody changes their own role; who is suspended is told why, by an action of its own."""

    password_required = False

    class Meta:
        model = User
        fields = ("email", "name", "role")

    def __init__(self, *args: Any, editing_self: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if editing_self:
            del self.fields["role"]

    @transaction.atomic
    def save(self, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002 (Wagtail's signature)
        """Save the person. Raises LastAdmin when no active admin would be left."""
        user: User = self.instance
        values = self.cleaned_data
        if values["password1"]:
            user.set_password(values["password1"])
        user.save(update_fields=["email", "name", "password"])
        if "role" in self.changed_data:
            services.give_role(user.pk, values["role"], by=self.by)
        self.save_profile(user)
        user.refresh_from_db()
        return user


class OwnNameForm(forms.ModelForm[User]):
    """The name of the one who is logged in, on Wagtail's page "Account"; the address is changed in the shop's own."""

    class Meta:
        model = User
        fields = ("name",)


class RoleForm(forms.Form):
    """Which role several people shall have."""

    role = forms.ChoiceField(label=_("Role"), choices=Role)


class NoteForm(forms.Form):
    """What the team writes down about a person."""

    text = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=TeamNote.LENGTH,
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Only the team reads it; it is in no export, and it goes when the account is closed. The person may ask "
            "what you hold about them: write down facts, and do not name who reported them."
        ),
    )


def in_words(error: AccountsError | ValidationError) -> str:
    """All that was refused, as one line."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
