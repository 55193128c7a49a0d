"""The addresses of this package. The library's views keep its names, by which it finds them."""

from __future__ import annotations

from allauth.account import views as library
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path, re_path

from commerce.account import login_views, views

_METHODS = ["get", "head", "post", "options"]
"""The library's forms would take PUT for a POST."""

urlpatterns: list[URLPattern | URLResolver] = [
    path("account", views.overview, name="account"),
    path("account/", views.without_slash),
    path("account/profile", views.profile, name="account_profile"),
    path("account/start-selling", views.start_selling, name="account_start_selling"),
    path("account/security", views.security, name="account_security"),
    path("account/data", views.data, name="account_data"),
    path("account/data/export", views.export, name="account_export"),
    path("account/close", views.close, name="account_close"),
    path(
        "account/login",
        library.LoginView.as_view(http_method_names=_METHODS, extra_context={"title": "Log in"}),
        name="account_login",
    ),
    path(
        "account/logout",
        library.LogoutView.as_view(http_method_names=_METHODS, extra_context={"title": "Log out"}),
        name="account_logout",
    ),
    path(
        "account/inactive",
        library.AccountInactiveView.as_view(
            http_method_names=_METHODS, extra_context={"title": "This account is suspended"}
        ),
        name="account_inactive",
    ),
    path(
        "account/signup",
        login_views.SignupView.as_view(http_method_names=_METHODS, extra_context={"title": "Sign up"}),
        name="account_signup",
    ),
    path(
        "account/reauthenticate",
        library.ReauthenticateView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Please confirm that it is you"}
        ),
        name="account_reauthenticate",
    ),
    path(
        "account/email",
        login_views.EmailView.as_view(http_method_names=_METHODS, extra_context={"title": "E-mail address"}),
        name="account_email",
    ),
    path(
        "account/confirm",
        library.EmailVerificationSentView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Look into your mail"}
        ),
        name="account_email_verification_sent",
    ),
    path(
        "account/confirm/<key>",
        login_views.ConfirmEmailView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Confirm your e-mail address"}
        ),
        name="account_confirm_email",
    ),
    path(
        "account/password/change",
        library.PasswordChangeView.as_view(http_method_names=_METHODS, extra_context={"title": "Change your password"}),
        name="account_change_password",
    ),
    path(
        "account/password/set",
        library.PasswordSetView.as_view(http_method_names=_METHODS, extra_context={"title": "Set a password"}),
        name="account_set_password",
    ),
    path(
        "account/password/reset",
        login_views.PasswordResetView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Forgotten your password?"}
        ),
        name="account_reset_password",
    ),
    path(
        "account/password/reset/sent",
        library.PasswordResetDoneView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Look into your mail"}
        ),
        name="account_reset_password_done",
    ),
    path(
        "account/password/reset/done",
        library.PasswordResetFromKeyDoneView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Your password is changed"}
        ),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        login_views.PasswordResetFromKeyView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Set a new password"}
        ),
        name="account_reset_password_from_key",
    ),
    path(
        "account/sessions",
        login_views.SessionsView.as_view(http_method_names=_METHODS, extra_context={"title": "Your devices"}),
        name="usersessions_list",
    ),
    path(
        "account/2fa",
        second_factor.IndexView.as_view(http_method_names=_METHODS, extra_context={"title": "Second factor"}),
        name="mfa_index",
    ),
    path(
        "account/2fa/authenticate",
        second_factor.AuthenticateView.as_view(http_method_names=_METHODS, extra_context={"title": "Second factor"}),
        name="mfa_authenticate",
    ),
    path(
        "account/2fa/reauthenticate",
        second_factor.ReauthenticateView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Please confirm that it is you"}
        ),
        name="mfa_reauthenticate",
    ),
    path(
        "account/2fa/app",
        totp.ActivateTOTPView.as_view(http_method_names=_METHODS, extra_context={"title": "Set up the second factor"}),
        name="mfa_activate_totp",
    ),
    path(
        "account/2fa/app/remove",
        totp.DeactivateTOTPView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Switch the second factor off"}
        ),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/2fa/codes",
        recovery_codes.ViewRecoveryCodesView.as_view(
            http_method_names=_METHODS, extra_context={"title": "Codes for emergencies"}
        ),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/2fa/codes/new",
        recovery_codes.GenerateRecoveryCodesView.as_view(
            http_method_names=_METHODS, extra_context={"title": "New codes for emergencies"}
        ),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/2fa/codes/download",
        recovery_codes.DownloadRecoveryCodesView.as_view(http_method_names=_METHODS),
        name="mfa_download_recovery_codes",
    ),
]
