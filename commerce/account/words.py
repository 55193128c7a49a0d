"""What the library of log-ins says, in the shop's own words: errors, notices, and which mail it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import lazy

from commerce.theme import later

NOT_IN = later("E-mail address and password do not match. Just signed up? Then open the link in our mail first.")

_ERRORS: dict[str, Callable[[], str]] = {
    "account_inactive": later("This account is suspended."),
    "duplicate_email": later("This is your address already."),
    "email_password_mismatch": NOT_IN,
    "enter_current_password": later("This is not your present password."),
    "incorrect_code": later("This code is not right, or it is too old. Wait for the next one."),
    "incorrect_password": later("This is not your password."),
    "too_many_login_attempts": later(
        "Too many wrong tries. Wait a few minutes, or set a new password by the link “Forgotten your password?”."
    ),
    "rate_limited": later("That was a bit fast. Try again in a minute."),
    "unverified_email": later("Confirm your e-mail address first."),
    "cannot_generate_recovery_codes": later("There are codes for emergencies only with a second factor."),
}

ERRORS: dict[str, Any] = {code: lazy(text, str)() for code, text in _ERRORS.items()}
"""By the library's code; asked for in the language of the moment."""

NOTICES: Mapping[str, Callable[[], str]] = {
    "account/messages/password_changed.txt": later("Your password has been changed."),
    "account/messages/password_set.txt": later("Your password has been set."),
    "account/messages/email_confirmed.txt": later("Thank you, your e-mail address is confirmed."),
    "account/messages/email_confirmation_failed.txt": later("This address cannot be confirmed any more."),
    "account/messages/logged_out.txt": later("You are logged out."),
    "usersessions/messages/sessions_logged_out.txt": later("All other devices are logged out."),
    "mfa/messages/totp_activated.txt": later("The second factor is on."),
    "mfa/messages/totp_deactivated.txt": later("The second factor is off."),
    "mfa/messages/recovery_codes_generated.txt": later("These are your codes. Earlier ones do not work any more."),
}
"""By the library's template; what is not here is left unsaid."""

MAILS: Mapping[str, str] = {
    "account/email/email_confirmation_signup": "account-confirm",
    "account/email/email_confirmation": "account-confirm-change",
    "account/email/account_already_exists": "account-exists",
    "account/email/unknown_account": "account-unknown",
    "account/email/password_reset_key": "account-reset",
    "account/email/password_changed": "account-password-changed",
    "account/email/password_reset": "account-password-changed",
    "account/email/password_set": "account-password-changed",
    "account/email/email_changed": "account-address-changed",
    "mfa/email/totp_activated": "account-second-factor-on",
    "mfa/email/totp_deactivated": "account-second-factor-off",
    "mfa/email/recovery_codes_generated": "account-new-codes",
}
"""The mail of the theme for each of the library's; others are not sent."""
