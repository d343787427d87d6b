"""Words as long as a field may be, made to be slow: each is set in a moment, where a careless pattern takes hours."""

from __future__ import annotations

import subprocess
import sys

import pytest

MOST = 20_000
"""Characters that a text of the register may hold."""
SECONDS = 20
_SET = """
import sys
from accordtrack.documents import glyphs, html_page
words, known = eval(sys.argv[1]), frozenset(range(32, 0x250))
for spanish in (False, True):
    glyphs.printable(words, known, spanish=spanish)
print(len(html_page.keep_dates_together(words)) >= len(words))
"""


@pytest.mark.sweep
@pytest.mark.parametrize(
    "words",
    [
        f"'Ref -' + '1' * {MOST}",
        f"'1' * {MOST}",
        f"'1.' * {MOST // 2}",
        f"'-' * {MOST}",
        f"'a-1' * {MOST // 3}",
        f"'2024-01-01/' * {MOST // 11}",
        f"'--a' * {MOST // 3}",
        f"'https://example.org/' + 'a/1-' * {MOST // 4}",
        rf"'\u6f22' * {MOST} + ' -1'",
        rf"'1\u202e' * {MOST // 2} + '-'",
    ],
)
def test_text_made_to_be_slow_is_processed_in_time(words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SET, words], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
