"""`desktop.settings.keys`: what a pasted key is made into, and what is none."""

from __future__ import annotations

import pytest
from fakes.keys import ACCOUNT, SENTINEL
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import SettingsError
from desktop.settings.keys import KeyAccount, KeyStore, clean_key, clean_secret


@pytest.mark.parametrize(
    "text",
    [
        SENTINEL,
        f"  {SENTINEL}\r\n",
        f'"{SENTINEL}"',
        f"\u201c{SENTINEL}\u201d",
        f"\ufeff{SENTINEL}\u200b",
        f"Bearer {SENTINEL}",
        f"bearer   '{SENTINEL}'",
        f"Authorization: Bearer {SENTINEL}\n",
        f'"Bearer {SENTINEL}"',
        f"\u300c {SENTINEL} \u300d",
        f"\u00a0{SENTINEL}\u3000",
    ],
)
def test_what_stands_around_a_pasted_key_is_dropped(text: str) -> None:
    assert clean_key(text) == SENTINEL


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "empty"),
        (' "" ', "empty"),
        ("Bearer ", "empty"),
        (f"{SENTINEL} {SENTINEL}", "space or a line break"),
        (f"{SENTINEL}\n{SENTINEL}", "space or a line break"),
        (f"{SENTINEL}\u201d{SENTINEL}", "not plain ASCII"),
        (f"{SENTINEL}é", "not plain ASCII"),
        (f"{SENTINEL}\x00", "not plain ASCII"),
        (SENTINEL * 100, "more than 1,280"),
    ],
)
def test_what_cannot_be_a_key_is_refused_without_showing_it(text: str, cause: str) -> None:
    with pytest.raises(SettingsError, match=cause) as raised:
        clean_key(text)

    assert SENTINEL not in f"{raised.value!r} {raised.value}"
    with pytest.raises(SettingsError):
        KeyStore().save(ACCOUNT, text)


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=60))
def test_a_cleaned_key_is_clean(text: str) -> None:
    try:
        key = clean_key(text)
    except SettingsError:
        assert set(text) <= set("\"'`")
    else:
        assert clean_key(key) == key
        assert key in text


@pytest.mark.parametrize("secret", ["Bearer abc", "pass word", "“ü”", " x "])
def test_a_secret_that_is_no_api_key_is_kept_as_it_is(secret: str) -> None:
    assert clean_secret(KeyAccount("default/proxy", "http://proxy:1"), secret) == secret


@pytest.mark.parametrize("secret", ["", "a\nb", "x" * 1281])
def test_and_what_no_keyring_and_no_header_holds_is_refused(secret: str) -> None:
    with pytest.raises(SettingsError):
        clean_secret(KeyAccount("default/header/x", "https://api000.com"), secret)


def test_an_api_key_is_cleaned() -> None:
    assert clean_secret(KeyAccount("default", "https://api000.com"), " Bearer sk-1 ") == "sk-1"
