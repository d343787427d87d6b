"""Four color themes: the terminal's own colors, dark, light and high contrast.

Color never carries a meaning alone, and no side has a color of its own: swapping the two sides mirrors every screen
exactly.
"""

from __future__ import annotations

from textual.theme import Theme

from accordtrack.i18n import gettext_lazy

DARK = "accord-dark"
LIGHT = "accord-light"
CONTRAST = "accord-contrast"
TERMINAL = "accord-terminal"

NAMES = {
    DARK: gettext_lazy("dark"),
    LIGHT: gettext_lazy("light"),
    CONTRAST: gettext_lazy("high contrast"),
    TERMINAL: gettext_lazy("the terminal's own colors"),
}
"""Themes in the order in which ``T`` cycles through them, with their display names."""

THEMES = (
    Theme(
        name=DARK,
        primary="#7aa2d6",
        secondary="#8b93a7",
        accent="#d8b26a",
        warning="#dfae5b",
        error="#ec7f7f",
        success="#86c29a",
        foreground="#d3d8e0",
        background="#12161d",
        surface="#171c24",
        panel="#1f2630",
        dark=True,
        variables={
            "rule": "#2d3643",
            "text-muted": "#8a94a5",
            "text-disabled": "#5f6979",
            "row-cursor": "#28384f",
            "row-resting": "#1e2632",
            "row-text": "#eef2f8",
            "row-style": "bold",
            "field": "#10141a",
            "field-focus": "#212b3a",
            "bar": "#1b212b",
            "border": "#7aa2d6",
            "border-blurred": "#2d3643",
            "block-cursor-background": "#28384f",
            "block-cursor-foreground": "#eef2f8",
            "block-cursor-blurred-background": "#1e2632",
            "scrollbar": "#323c4b",
            "scrollbar-hover": "#465366",
            "scrollbar-active": "#7aa2d6",
            "scrollbar-background": "#12161d",
            "scrollbar-background-hover": "#12161d",
            "scrollbar-background-active": "#12161d",
            "scrollbar-corner-color": "#12161d",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#245a9c",
        secondary="#5a6374",
        accent="#8a5a00",
        warning="#8a5a00",
        error="#b3261e",
        success="#2a6e43",
        foreground="#1d2330",
        background="#fbfaf7",
        surface="#f4f2ed",
        panel="#ebe8e0",
        dark=False,
        variables={
            "rule": "#cfcabd",
            "text-muted": "#5d6473",
            "text-disabled": "#8b909b",
            "row-cursor": "#d3e0f1",
            "row-resting": "#e9ecef",
            "row-text": "#0d1420",
            "row-style": "bold",
            "field": "#ffffff",
            "field-focus": "#e3ecf8",
            "bar": "#efece5",
            "border": "#245a9c",
            "border-blurred": "#cfcabd",
            "block-cursor-background": "#d3e0f1",
            "block-cursor-foreground": "#0d1420",
            "block-cursor-blurred-background": "#e9ecef",
            "scrollbar": "#c6c1b4",
            "scrollbar-hover": "#a7a294",
            "scrollbar-active": "#245a9c",
            "scrollbar-background": "#fbfaf7",
            "scrollbar-background-hover": "#fbfaf7",
            "scrollbar-background-active": "#fbfaf7",
            "scrollbar-corner-color": "#fbfaf7",
        },
    ),
    Theme(
        name=CONTRAST,
        primary="#7fd4ff",
        secondary="#ffffff",
        accent="#ffe066",
        warning="#ffe066",
        error="#ff9a9a",
        success="#8dffb0",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        dark=True,
        variables={
            "rule": "#ffffff",
            "text-muted": "#e0e0e0",
            "text-disabled": "#c8c8c8",
            "row-cursor": "#1d2f66",
            "row-resting": "#2c2c2c",
            "row-text": "#ffffff",
            "row-style": "bold",
            "field": "#000000",
            "field-focus": "#1d2f66",
            "bar": "#000000",
            "border": "#ffe066",
            "border-blurred": "#ffffff",
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#3a3a3a",
            "scrollbar": "#ffffff",
            "scrollbar-background": "#000000",
            "scrollbar-corner-color": "#000000",
        },
    ),
    Theme(
        name=TERMINAL,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_yellow",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=True,
        variables={
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "rule": "ansi_default",
            "text-muted": "ansi_default",
            "text-disabled": "ansi_default",
            "row-cursor": "ansi_default",
            "row-resting": "ansi_default",
            "row-text": "ansi_default",
            "row-style": "reverse",
            "field": "ansi_default",
            "field-focus": "ansi_default",
            "bar": "ansi_default",
            "border": "ansi_blue",
            "border-blurred": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-text-style": "reverse",
            "block-cursor-blurred-background": "ansi_default",
            "block-cursor-blurred-text-style": "bold",
            "input-cursor-text-style": "reverse",
            "scrollbar": "ansi_blue",
            "scrollbar-hover": "ansi_bright_blue",
            "scrollbar-active": "ansi_bright_blue",
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
            "scrollbar-corner-color": "ansi_default",
        },
    ),
)


def next_theme(name: str) -> str:
    """Return the theme that follows ``name``."""
    names = tuple(NAMES)
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
