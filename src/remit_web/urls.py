"""Every address: each area's own, and sign-in."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("remit_web.overview.urls")),
    path("units/", include("remit_web.organisation.urls")),
    path("countries/", include("remit_web.organisation.country_urls")),
    path("indicators/", include("remit_web.indicators.urls")),
    path("plans/", include("remit_web.plans.urls")),
    path("plans/", include("remit_web.drafts.urls")),
    path("collection/", include("remit_web.collection.urls")),
    path("figures/", include("remit_web.collection.figure_urls")),
    path("named/", include("remit_web.named.urls")),
    path("record/", include("remit_web.history.urls")),
    path("api/v1/", include("remit_web.api.urls")),
    path("", include("remit_web.shell.urls")),
    path("", include("remit_web.access.urls")),
]
handler400 = "remit_web.shell.views.bad_request"
handler403 = "remit_web.shell.views.refused"
handler404 = "remit_web.shell.views.not_found"
handler429 = "remit_web.access.lock_out.too_many"
handler500 = "remit_web.shell.views.failed"
