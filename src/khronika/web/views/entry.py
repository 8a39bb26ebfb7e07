"""Come in and go out."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from khronika.store.models import LedgerRow
from khronika.web.access import member_of, needs


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(auth.LoginView):
    """Ask for a name and a password."""

    template_name = "login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: object) -> HttpResponse:
        response = super().form_valid(form)  # type: ignore[arg-type]
        LedgerRow.objects.create(who=member_of(self.request).pseudonym, did="signed in")
        return response

    def form_invalid(self, form: object) -> HttpResponse:
        response = super().form_invalid(form)  # type: ignore[arg-type]
        response.status_code = 403
        LedgerRow.objects.create(who="", did="failed to sign in")
        return response


class SignOut(auth.LogoutView):
    """Forget who is there."""

    def post(self, request: HttpRequest, *args: object, **more: object) -> HttpResponse:
        LedgerRow.objects.create(who=member_of(request).pseudonym, did="signed out")
        return super().post(request, *args, **more)


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()
sign_out.role = "reader"  # type: ignore[attr-defined]


@needs("reader")
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the queue."""
    return redirect("queue")
