"""Every address of the site: pages carry their language, the API and the files do not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from hub.commons.api.hub_api import api
from hub.commons.api.views import docs
from hub.lobby import views as lobby
from hub.rooms.monitoring.endpoints import router as monitoring_router
from hub.rooms.network.endpoints import router as network_router

api.add_router("/network", network_router, tags=["network"])
api.add_router("/monitoring", monitoring_router, tags=["monitoring"])

urlpatterns = [
    path("", lobby.home, name="front"),
    path("health", lobby.health, name="health"),
    path("robots.txt", lobby.robots, name="robots"),
    path("api/docs", docs, name="api-docs"),
    path("api/docs/", RedirectView.as_view(pattern_name="api-docs")),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
    path("back-office/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("", include("hub.lobby.urls")),
        path("", include("hub.commons.people.urls")),
        path("", include("hub.rooms.network.urls")),
        path("ageing/", include("hub.rooms.ageing.urls")),
        path("monitoring/", include("hub.rooms.monitoring.urls")),
        path("account/", include("allauth.urls")),
        path("pages/", include(wagtail_urls)),
    ),
]
handler400 = "hub.lobby.views.bad_request"
handler403 = "hub.lobby.views.forbidden"
handler404 = "hub.lobby.views.not_found"
handler500 = "hub.lobby.views.failed"
admin.site.site_header = settings.WAGTAIL_SITE_NAME
