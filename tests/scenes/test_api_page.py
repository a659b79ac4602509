"""The manual's page on the API: its program reads the demonstration, and says what the page shows."""

from __future__ import annotations

from pathlib import Path

from tests.docs.test_what_pages_show import is_shown, run_apart, steps_of

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "read-through-the-api.md"


def test_the_program_of_the_page_reads_the_demonstration(served: str, tmp_path: Path) -> None:
    program, command = steps_of(PAGE)
    (tmp_path / program.file).write_text(program.text.replace("http://127.0.0.1:8000", served), encoding="utf-8")
    output, code = run_apart(command.command.split(), tmp_path, {})
    assert code == 0, output
    assert is_shown(output, command.text), output
