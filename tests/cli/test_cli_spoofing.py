"""One side's words that are made to look like the other's, or like the register's: they are seen to be quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_runner import Run

FORGED = "Mexico: concurs, completed"
LIES = {
    "lines": f"Fewer guns.\n{FORGED}\nofficial; mx-1-99",
    "padding": f"{'Fewer guns, and more of them traced' + ' ' * 40:<60}{FORGED}",
    "wide": "漢" * 40 + f" {FORGED}",
    "no-break blanks": "Fewer guns." + "\u00a0" * 60 + FORGED,
}


@pytest.mark.sweep
@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("more", [(), ("--ascii",)])
def test_no_line_of_a_text_looks_like_an_answer(
    run: Run, register: Path, lie: str, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    said = LIES[lie]
    assert run("amend", "FW-JT-01", f"text={said}", "--reason", said).status == 0
    assert run("update", "FW-MX-01", "limited", "--desk", "mx-1").status == 0
    assert run("dispute", "FW-MX-01", "--reason", said, "--ground", "not_done").status == 0
    rule = "| " if more else "│ "
    for width in ("60", "80", "120"):
        monkeypatch.setenv("COLUMNS", width)
        for words in (("disputes", "--words", "--all"), ("show", "FW-JT-01")):
            told = run(*words, *more).out.splitlines()
            forged = [line.strip() for line in told if "concurs" in line or "mx-1-99" in line]
            assert forged
            before = [line.partition(rule)[0] for line in forged if rule in line]
            assert len(before) == len(forged), forged
            assert not any("concurs" in words or "mx-1-99" in words for words in before), forged


def test_quote_cannot_be_closed_from_inside(run: Run, register: Path) -> None:
    assert register.is_file()
    said = f"Too late.”; {FORGED}; official; “So be it"
    assert run("update", "FW-MX-01", "limited", "--desk", "mx-1").status == 0
    assert run("dispute", "FW-MX-01", "--reason", said, "--ground", "not_done").status == 0
    for more, quoted in (
        ((), f"“Too late.'; {FORGED}; official; 'So be it”"),
        (("--ascii",), f"\"Too late.'; {FORGED}"),
    ):
        assert quoted in run("disputes", "--words", "--all", "--plain", *more).out


def test_title_never_begins_a_line_of_facts(run: Run, register: Path) -> None:
    assert register.is_file()
    title = f"{'Stop guns going south' + ' ' * 45:<66}state               Settled on 2026-11-25"
    assert run("amend", "FW-US-01", f"title={title}", "--reason", "Wording.").status == 0
    told = run("show", "FW-US-01").out
    assert "Settled on 2026-11-25" in told
    assert not any(line.startswith("state  ") for line in told.splitlines())
