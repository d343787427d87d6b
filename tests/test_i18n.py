"""The language in force: the program's, but for a while another one in one thread only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from accordtrack import i18n


def test_another_language_for_a_while_is_that_of_one_thread() -> None:
    i18n.use("es")
    try:
        with ThreadPoolExecutor(1) as others, i18n.speaking("en"):
            assert i18n.language() == "en"
            assert others.submit(i18n.language).result() == "es"
        assert i18n.language() == "es"
    finally:
        i18n.use("en")
