"""Signing in with an account of an institution (OpenID Connect).

Loaded only where OIDC_PROVIDERS names one: it brings `requests` and `jwt` into every worker. Beyond
what allauth does, a token's signature is always checked, it answers the question we asked (nonce),
and nothing of it is kept but who it is for and their address.
"""

import hmac
import secrets
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
NEEDED = ["iss", "aud", "exp", "iat", "sub"]
KEPT = ["iss", "sub", "email", "email_verified"]  # no name: nobody here sees it
CLOCKS_DIFFER = 60  # seconds


class InstitutionAdapter(OpenIDConnectOAuth2Adapter):
    """One sign-in at an institution. `state` is what our session kept of it."""

    state: dict

    def get_callback_url(self, request, app):
        """Always the site's configured address, whatever host was asked."""
        return settings.SITE_URL + reverse("members:institution_callback", args=[self.provider_id])

    def complete_login(self, request, app, token, **kwargs):
        provider = self.get_provider()
        facts = self._read(kwargs["response"].get("id_token"), provider)
        if "email" not in facts and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") == facts["sub"]:  # OpenID Connect Core, 5.3.2
                facts |= {name: more[name] for name in KEPT if name in more}
        facts["email_verified"] = facts.get("email_verified") in (True, "true")
        kept = {name: facts[name] for name in KEPT if name in facts}
        return provider.sociallogin_from_response(request, {"id_token": kept})

    def _read(self, id_token: str | None, provider) -> dict[str, Any]:
        """What a token says, when it is the institution's, for us, fresh, and asked for just now."""
        issuer = self.openid_config["issuer"]
        if issuer.rstrip("/") != provider.app.settings["server_url"].rstrip("/"):
            raise OAuth2Error("another issuer than the one that was set up")
        try:
            facts = jwt.decode(
                id_token or "", self._key(id_token or ""), algorithms=ALGORITHMS, issuer=issuer,
                audience=provider.app.client_id, leeway=CLOCKS_DIFFER, options={"require": NEEDED},
            )  # fmt: skip
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise OAuth2Error("not a token to trust") from error
        if facts.get("azp", provider.app.client_id) != provider.app.client_id:
            raise OAuth2Error("a token for somebody else")
        if not hmac.compare_digest(str(facts.get("nonce")), self.state["nonce"]):
            raise OAuth2Error("a token from another sign-in")
        if not 0 < len(str(facts["sub"])) <= 191:
            raise OAuth2Error("a token for nobody")
        return facts

    def _key(self, id_token: str) -> jwt.PyJWK:
        """The institution's public key that a token names."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        named = jwt.get_unverified_header(id_token).get("kid")
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        for key in keys:
            if key.key_id == named or (named is None and len(keys) == 1):
                return key
        raise OAuth2Error("a token under an unknown key")


class Callback(OAuth2CallbackView):
    adapter: InstitutionAdapter

    def _get_state(self, request, provider):
        """Taken out of the session: it answers once."""
        state, response = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, response


class Institution(OpenIDConnectProvider):
    oauth2_adapter_class = InstitutionAdapter
    pkce_enabled_default = True

    def get_login_url(self, request, **kwargs):
        return reverse("members:institution_login", args=[self.sub_id])

    def get_callback_url(self):
        return reverse("members:institution_callback", args=[self.sub_id])

    def get_default_scope(self):
        return ["openid", "email"]

    def get_redirect_from_request_kwargs(self, request):
        """Who is signed in connects an account, who is not signs in; the browser has no say."""
        kwargs = super().get_redirect_from_request_kwargs(request)
        process = "connect" if request.user.is_authenticated else "login"
        nonce = secrets.token_urlsafe(24)
        asked = self.get_auth_params() | {"nonce": nonce}
        return kwargs | {
            "process": process, "nonce": nonce, "scope": self.get_scope(), "auth_params": asked,
        }  # fmt: skip

    def start(self, request: HttpRequest) -> str:
        """The address to go to. Raises Refused when the institution does not answer."""
        try:
            return self.redirect_from_request(request)["Location"]
        except (requests.RequestException, KeyError, ValueError):
            raise Refused(
                _("%(name)s does not answer just now. Try again in a few minutes.")
                % {"name": self.name}
            ) from None

    def come_back(self, request: HttpRequest) -> HttpResponse:
        return Callback.adapter_view(self.get_oauth2_adapter(request))(request)
