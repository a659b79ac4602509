"""Plans: their elements, what these serve, who answers for them, targets, risks and chapters."""

from __future__ import annotations

from remit_web.units.row import Row


class Plan(Row, table="plans"):
    """Plans of every kind: strategies, frameworks, programmes, operational plans, appeals, grants."""


class Level(Row, table="levels"):
    """A plan's own names for its elements, and what each is."""


class Element(Row, table="elements"):
    """The lines of a plan: headings, results and activities. An element keeps its identity from edition to edition."""


class Link(Row, table="links"):
    """What an element serves, in its own plan or another."""


class Responsibility(Row, table="responsibilities"):
    """Who leads and who contributes, each with its own task."""


class Mandate(Row, table="mandates"):
    """The decisions that an element carries out."""


class PlanIndicator(Row, table="plan_indicators"):
    """The indicators of a plan's elements."""


class Assumption(Row, table="assumptions"):
    """What must hold for an element to succeed."""


class Risk(Row, table="risks"):
    """What may go wrong, and what is done about it."""


class Section(Row, table="sections"):
    """The narrative of a plan, chapter by chapter."""


class Target(Row, table="targets"):
    """Baselines, milestones and targets; first and revised ones are both kept. Append-only."""
