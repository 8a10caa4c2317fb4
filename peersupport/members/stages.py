"""allauth asks these between a right password and a session. Apart from the adapter, which allauth
imports before its own stages are there."""

from allauth.account.stages import LoginStage
from django.http import HttpResponseRedirect
from django.urls import reverse


class SecondFactorStage(LoginStage):
    """Between a right password (or any other way in) and a session: the code, where one is set up."""

    key = "second_factor"
    urlname = "members:login_code"

    def handle(self):
        if self.login.user.second_factor_at is None:
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True
