"""The HTTP API of the Hub: rooms bring a router each, which `config/urls.py` mounts."""

from ninja import NinjaAPI

from hub.commons.api.errors import install_errors

api = NinjaAPI(
    title="Learning Cities Hub",
    version="1",
    description="Open data of the Learning Cities Hub: the register of cities and the Monitoring Report.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
install_errors(api)
