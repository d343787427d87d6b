"""Verbs of trust and care: what they say, their exit status, and what they leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli_runner import Run
from tampering import tamper


def test_checkpoint_says_how_others_can_check_it(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    out = tmp_path / "note"
    ran = run("checkpoint", str(out))
    assert (ran.status, ran.err) == (0, "")
    assert 'us-1 namespaces="accordtrack-checkpoint" ssh-ed25519 AAAA' in ran.out
    assert f"ssh-keygen -Y verify -f allowed_signers -I us-1 -n accordtrack-checkpoint -s {out}.sig < {out}" in ran.out
    again = run("checkpoint", str(out))
    assert (again.status, again.out) == (1, "")
    assert "--force replaces it" in again.err
    assert run("checkpoint", str(out), "--force", "--desk", "mx-1").status == 0
    assert out.read_text().splitlines()[1] == "desk mx-1"


def test_verify_since_a_checkpoint_reads_only_later_entries(run: Run, register: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "note")
    assert run("checkpoint", out).status == 0
    assert run("note", "FW-US-01", "More.").status == 0
    ran = run("verify", "--since", out)
    assert (ran.status, ran.err) == (0, "")
    assert "Read onward from the checkpoint of us-1; 32 earlier entries were not read again." in " ".join(
        ran.out.split()
    )
    assert "State digest" not in ran.out
    told = json.loads(run("verify", "--since", out, "--format", "json").out)
    assert (told["sound"], told["entries"], told["since"]["desk"]) == (True, 33, "us-1")
    (tmp_path / "note.sig").write_text("odd")
    ran = run("verify", "--since", out)
    assert ran.status == 1
    assert "The signature of the checkpoint is not valid" in ran.err
    assert run("verify", "--since", out, "--deep").status == 2
    assert run("verify", "--since", str(register)).status == 1


def test_doctor_gives_advice_and_fails_when_action_is_needed(run: Run, register: Path) -> None:
    register.chmod(0o600)
    ran = run("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("No action is needed.\n")
    register.chmod(0o644)
    ran = run("doctor", "--plain")
    assert ran.status == 1
    assert f"what to do: Run chmod 600 {register}\n" in ran.out
    assert ran.out.endswith("Action is needed.\n")
    told = json.loads(run("doctor", "--format", "json").out)
    assert told["fit"] is False
    assert [one["name"] for one in told["checks"] if one["state"] == "must"] == ["permissions"]
    assert run("doctor", "--db", str(register.with_name("none.db"))).status == 1


def test_repair_reports_what_was_recovered_and_what_was_lost(run: Run, register: Path, tmp_path: Path) -> None:
    assert run("note", "FW-US-01", "More.").status == 0
    ran = run("repair", str(tmp_path / "whole.db"))
    assert (ran.status, ran.err) == (0, "")
    assert "33 entries were recovered." in ran.out
    tamper(register, "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1' AND seq = 2")
    ran = run("repair", str(tmp_path / "part.db"))
    assert ran.status == 1
    assert "32 entries were recovered." in ran.out
    assert "us-1-2: The signature is not valid" in ran.err
    assert run("repair", str(tmp_path / "part.db")).status == 1
    assert run("verify", "--deep", "--db", str(tmp_path / "part.db")).status == 0
    told = run("repair", str(tmp_path / "csv.db"), "--format", "csv")
    assert told.out.splitlines()[0] == "place,message_en,message_es,advice_en,advice_es"
    assert told.out.splitlines()[1].startswith("us-1-2,The signature is not valid")


def test_key_list_names_desks_and_key_export_prints_the_public_key(run: Run, register: Path) -> None:
    assert register.is_file()
    ran = run("key", "list", "--plain")
    assert (ran.status, ran.err) == (0, "")
    assert [line for line in ran.out.splitlines() if line.startswith("desk: ")] == [
        *("desk: us-1", "desk: mx-1", "desk: obs-1")
    ]
    assert "PRIVATE" not in ran.out
    ran = run("key", "export", "--desk", "mx-1")
    kind, public, desk = ran.out.split()
    assert (kind, desk, public[:8]) == ("ssh-ed25519", "mx-1", "AAAAC3Nz")
    assert run("key", "export", "--desk", "mx-7").status == 2


@pytest.mark.parametrize(
    ("language", "desks"),
    [
        ("en", [("us-1", "First desk"), ("mx-1", "Desk of Mexico"), ("obs-1", "Observer's desk")]),
        (
            "es",
            [("mx-1", "Unidad de México"), ("us-1", "First desk"), ("obs-1", "Unidad de la instancia independiente")],
        ),
    ],
)
def test_desk_without_a_name_is_named_in_the_language_of_the_reader(
    run: Run, tmp_path: Path, language: str, desks: list[tuple[str, str]]
) -> None:
    path = ("--db", str(tmp_path / "named.db"))
    assert run("init", *path, "--empty", "--desk", "us-1", "--name", "First desk").status == 0
    for opened in ("mx-1", "obs-1"):
        assert run("desk", "open", opened, *path, "--lang", language).status == 0
    told = run("key", "list", *path, "--plain", "--lang", language).out.splitlines()
    facts = [dict([line.split(": ", 1)]) for line in told if ": " in line]
    heading, name = {"en": ("desk", "name"), "es": ("unidad", "nombre")}[language]
    assert [one[heading] for one in facts if heading in one] == [desk for desk, _name in desks]
    assert [one[name] for one in facts if name in one] == [called for _desk, called in desks]
    signed = json.loads(run("key", "list", *path, "--format", "json", "--lang", language).out)["rows"]
    assert [row["name"] for row in signed] == ["First desk", "Unidad de México", "Observer's desk"]


def test_passphrase_is_changed_without_a_prompt(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ("--db", str(tmp_path / "locked.db"))
    assert run("init", *path, "--empty", "--desk", "us-1").status == 0
    ran = run("key", "passphrase", *path)
    assert (ran.status, ran.out) == (1, "")
    assert "ACCORDTRACK_NEW_PASSPHRASE" in ran.err
    monkeypatch.setenv("ACCORDTRACK_NEW_PASSPHRASE", "open, sesame")
    ran = run("key", "passphrase", *path)
    assert (ran.status, ran.err) == (0, "")
    assert "The key of us-1 now has the new passphrase" in ran.out
    assert run("checkpoint", str(tmp_path / "note"), *path).status == 1
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "open, sesame")
    assert run("checkpoint", str(tmp_path / "note"), *path).status == 0
    assert json.loads(run("key", "passphrase", "--remove", *path, "--format", "json").out)["passphrase"] is False
