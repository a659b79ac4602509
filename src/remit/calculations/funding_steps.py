"""Funding as named SELECTs: lines, what each element has of its own, then level by level up the tree.

They read two tables: `money` (the columns of `Fact`) and `tree` (element, parent, depth; the plan is the
empty code).
"""

from __future__ import annotations

from remit.calculations.standing_of_lines import COLUMNS
from remit.engines.plan import Plan, Step


def sql(depth: int) -> Plan:
    """Return the calculation: lines, what each element has of its own, then level by level up the tree."""
    levels = [Step(f"level_{at}", _level(at, depth)) for at in range(depth, -1, -1)]
    return Plan((*_LINES, *levels, Step("funding", _result(depth))))


def _sum(what: str, name: str, kind: str = "DECIMAL(38, 0)") -> str:
    return f"CAST(SUM(CAST({what} AS {kind})) AS {kind}) AS {name}"


def _of(role: str, name: str) -> str:
    """Return the columns that add up one kind of money: its sum, its rows, and those that state an amount."""
    return ",\n".join(
        (
            _sum(f"CASE WHEN {role} THEN COALESCE(amount, 0) ELSE 0 END", name),
            _sum(f"CASE WHEN {role} THEN 1 ELSE 0 END", f"{name}_rows"),
            _sum(f"CASE WHEN {role} AND amount IS NOT NULL THEN 1 ELSE 0 END", f"{name}_stated"),
        )
    )


_FULL = "CASE WHEN {0}_rows > 0 AND {0}_stated = {0}_rows THEN 1 ELSE 0 END"
_POT = ", ".join(name if name.startswith("unearmarked") else f"0 AS {name}" for name in COLUMNS)
_STATED = "CASE WHEN amount IS NULL THEN 0 ELSE 1 END"
_MOVED = {
    "lines": _sum("1", "lines"),
    "required": _sum("COALESCE(amount, 0)", "required"),
    "required_stated": _sum(_STATED, "required_stated"),
    "required_reported": _sum(_STATED, "required_reported"),
}
_BETWEEN = ", ".join(_MOVED.get(name, f"0 AS {name}") for name in COLUMNS)
"""What passes between units, by role, in the columns of `required`; each row counts."""
_MOVING = "FROM marked WHERE between_units = 1 GROUP BY role"
_LINES = (
    Step("holders", "SELECT DISTINCT holder, stage, currency FROM money"),
    # Money between two units that both hold lines here stands in both: it is counted where it is kept.
    Step(
        "marked",
        """SELECT money.*, CASE WHEN holders.holder IS NULL THEN 0 ELSE 1 END AS between_units
           FROM money LEFT JOIN holders
             ON money.counterpart = holders.holder AND money.counterpart <> ''
            AND money.holder <> money.counterpart
            AND money.stage = holders.stage AND money.currency = holders.currency""",
    ),
    Step(
        "sums",
        f"""SELECT element, holder, category,
               {_of("role = 'need'", "required")},
               {_of("role = 'income' AND tied", "tied")},
               {_of("role = 'income' AND NOT tied", "free")},
               {_of("role = 'use'", "spent")}
           FROM marked WHERE between_units = 0 GROUP BY element, holder, category""",
    ),
    # Income of a line that states no need, and of no earmarked fund, is for no line.
    Step(
        "pots",
        """SELECT element, free AS unearmarked, free_rows AS unearmarked_rows,
                  free_stated AS unearmarked_stated
           FROM sums WHERE required_rows = 0 AND free_rows > 0""",
    ),
    Step(
        "earmarked",
        """SELECT element, holder, category, required, required_rows, required_stated,
               spent, spent_rows, spent_stated,
               CASE WHEN required_rows > 0 THEN tied + free ELSE tied END AS earmarked,
               CASE WHEN required_rows > 0 THEN tied_rows + free_rows ELSE tied_rows END AS earmarked_rows,
               CASE WHEN required_rows > 0 THEN tied_stated + free_stated ELSE tied_stated END
                    AS earmarked_stated
           FROM sums WHERE required_rows > 0 OR tied_rows > 0 OR spent_rows > 0""",
    ),
    Step(
        "known",
        f"""SELECT *,
               {_FULL.format("required")} AS required_reported,
               {_FULL.format("earmarked")} AS earmarked_reported,
               {_FULL.format("spent")} AS spent_reported,
               CASE WHEN required_rows > 0 AND required_stated = required_rows
                     AND earmarked_stated = earmarked_rows THEN 1 ELSE 0 END AS gap_known,
               CASE WHEN required_rows + earmarked_rows > 0 AND required_stated = required_rows
                     AND earmarked_stated = earmarked_rows THEN 1 ELSE 0 END AS beyond_known
           FROM earmarked""",
    ),
    Step(
        "lines",
        """SELECT *, 1 AS lines,
               CASE WHEN gap_known = 1 AND required > earmarked THEN required - earmarked ELSE 0 END AS gap,
               gap_known AS gap_stated, gap_known AS gap_reported,
               CASE WHEN beyond_known = 1 AND earmarked > required THEN earmarked - required ELSE 0 END
                    AS beyond,
               beyond_known AS beyond_stated, beyond_known AS beyond_reported,
               0 AS unearmarked, 0 AS unearmarked_rows, 0 AS unearmarked_stated
           FROM known""",
    ),
    Step(
        "own",
        f"""SELECT element, {", ".join(_sum(name, name) for name in COLUMNS)}
           FROM (SELECT element, {", ".join(COLUMNS)} FROM lines
                 UNION ALL
                 SELECT element, {_POT} FROM pots) AS parts
           GROUP BY element""",
    ),
)


def _level(at: int, depth: int) -> str:
    """Return what the elements of one level have with all that is below them."""
    own = f"SELECT own.* FROM own JOIN tree ON own.element = tree.element WHERE tree.depth = {at}"
    if at == depth:
        return own
    below = f"level_{at + 1}"
    return f"""SELECT element, {", ".join(_sum(name, name) for name in COLUMNS)}
FROM ({own}
      UNION ALL
      SELECT tree.parent AS element, {", ".join(f"{below}.{name}" for name in COLUMNS)}
      FROM {below} JOIN tree ON {below}.element = tree.element) AS parts
GROUP BY element"""


def _result(depth: int) -> str:
    columns = ", ".join(f"CAST({name} AS DECIMAL(38, 0)) AS {name}" for name in COLUMNS)
    of_element = [("own", "own"), *(("rolled", f"level_{at}") for at in range(depth + 1))]
    empty = "'' AS holder, '' AS category"
    parts = [f"SELECT 'line' AS what, element, holder, category, {columns} FROM lines"]
    parts += [f"SELECT '{what}' AS what, element, {empty}, {columns} FROM {at}" for what, at in of_element]
    parts.append(f"SELECT 'between' AS what, '' AS element, role AS holder, '' AS category, {_BETWEEN} {_MOVING}")
    return " UNION ALL ".join(parts)
