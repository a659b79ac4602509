"""The API itself, its errors, and the page that describes it to people."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from remit_web.access.needs import ANYONE, needs
from remit_web.api.routes import router
from remit_web.shell.admission import too_large
from remit_web.shell.limits import TooOften, too_often
from remit_web.shell.refusals import problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja.openapi.schema import OpenAPISchema

log = logging.getLogger(__name__)


class Api(NinjaAPI):
    """The API, whose description never changes while it runs, and so is made once."""

    @cached_property
    def described(self) -> OpenAPISchema:
        """The OpenAPI document."""
        return super().get_openapi_schema()

    def get_openapi_schema(self, **_prefix: Any) -> OpenAPISchema:
        """Return the OpenAPI document."""
        return self.described


api = Api(
    title="Remit",
    version="1",
    description="Reading the federation. Numbers that are values or money are texts, exact. Missing is null, never zero.",
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem("not-found", _("There is no such thing, or you may not see it."), 404)


@api.exception_handler(ValidationError)
def _bad_request(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return problem("bad-request", said, 422)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem("refused", str(error), error.status_code)


@api.exception_handler(TooOften)
def _too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    return too_often(request, error)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return too_large(request)


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("The API failed at %s", request.path, exc_info=error)
    return problem("failed", _("Something went wrong; nothing was changed."), 500)


@needs(ANYONE)
def entrance(request: HttpRequest) -> HttpResponse:
    """Say where the API is described, for people and for programs."""
    return JsonResponse({"docs": reverse("api-docs"), "openapi": reverse("api:openapi-json")})


@needs(ANYONE)
def no_such_route(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer for an address that the API does not have."""
    return problem("not-found", _("The API has no such address; /api/v1/docs lists those that it has."), 404)


@needs(ANYONE)
def docs(request: HttpRequest) -> HttpResponse:
    """The API described for people, made from its OpenAPI document."""
    described = api.described
    schemas = described["components"]["schemas"]
    routes = [_route(path, of, schemas) for path, of in described["paths"].items()]
    return render(request, "api/docs.html", {"routes": routes})


def _route(path: str, methods: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    of = methods["get"]
    return {
        "path": path,
        "summary": of["summary"],
        "description": of.get("description", ""),
        "parameters": [_parameter(one) for one in of.get("parameters", ())],
        "fields": _fields(of["responses"].get(200) or of["responses"].get("200", {}), schemas),
        "example": "" if "{" in path else path,
    }


def _parameter(one: dict[str, Any]) -> tuple[str, str, str]:
    default = one["schema"].get("default")
    return one["name"], one["schema"].get("description", ""), "" if default is None else str(default)


def _fields(response: dict[str, Any], schemas: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what an answer holds; of a list, what each item holds."""
    shape = _resolved(response.get("content", {}).get("application/json", {}).get("schema", {}), schemas)
    items = shape.get("properties", {}).get("items")
    if items is not None:
        shape = _resolved(items["items"], schemas)
    return [(name, of.get("description", "")) for name, of in shape.get("properties", {}).items()]


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schemas[name] if name else schema
    return found
