"""The content policy: nothing inline and nothing from elsewhere, but for the back offices, which bring their own."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """Adds the Content-Security-Policy of the site, or that of the back offices below their prefixes."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(settings.BACK_OFFICE_PREFIXES):
            return PolicyParts(config=settings.BACK_OFFICE_POLICY, nonce=parts.nonce)
        return parts
