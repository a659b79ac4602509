"""The areas of the application, in order: models, actions and queries of an area import only areas before it."""

from __future__ import annotations

AREAS = (
    "units",  # rows and trees, as the engine describes them
    "audit",  # who did what
    "access",  # people, roles, and what each may see and do
    "shell",  # base pages, components, sign-in, files for the browser
    "figures",  # figures kept ready
    "organisation",
    "indicators",
    "plans",
    "budgets",
    "drafts",  # plans being written, by several organisations, up to their approval
    "collection",  # and what a figure was made from
    "named",  # what is for named people, and who they are
    "history",  # what happened to each thing, and the whole record
    "overview",  # the first page and search
    "api",
)
