"""Bodies in words: a body is named with its side, since its name can be like that of a body of the other side."""

from __future__ import annotations

from accordtrack.wording import label


def with_side(body: str, side: str | None) -> str:
    """Return a body, by name or code, with its side: ``SRE, Mexico``; alone if it has none."""
    return f"{body}, {label('side', side)}" if side else body


def after_side(body: str, side: str | None) -> str:
    """Return a body after its side, where a cut text must keep the side: ``MX: SRE``; alone if it has none."""
    return f"{label('short side', side)}: {body}" if side else body
