"""The way in: what the campus uses of django-allauth, under allauth's own names.

Not its whole list: there are no passwords here, so there are no pages to set, change or reset one.
"""

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.generic import RedirectView

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_account = RedirectView.as_view(pattern_name="portal:account")

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("signup/passkey/", account.signup_by_passkey, name="account_signup_by_passkey"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("email/", account.email, name="account_email"),
    path("passkeys/", to_account, name="mfa_index"),
    path("passkeys/list/", to_account, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/signup/", passkeys.signup_webauthn, name="mfa_signup_webauthn"),
    path("passkeys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]
