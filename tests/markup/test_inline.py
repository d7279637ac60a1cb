from __future__ import annotations

from desktop.markup.inline import MAX_INLINE, SOFT_BREAK, inline_runs, plain_runs, soft_broken
from desktop.markup.nodes import Run


def runs(source: str) -> tuple[Run, ...]:
    return inline_runs(source, {})


def test_emphasis_code_and_strike_become_looks() -> None:
    assert runs("a **b** *c* `d` ~~e~~ ***f***") == (
        Run("a "),
        Run("b", bold=True),
        Run(" "),
        Run("c", italic=True),
        Run(" "),
        Run("d", code=True),
        Run(" "),
        Run("e", strike=True),
        Run(" "),
        Run("f", bold=True, italic=True),
    )


def test_html_is_text() -> None:
    assert runs("<b>x</b><img src=y>") == (Run("<b>x</b><img src=y>"),)


def test_a_web_link_is_live_and_keeps_its_title() -> None:
    assert runs('[here](https://example.com "t")') == (Run("here", link="https://example.com", title="t"),)


def test_a_link_to_anything_else_is_text_with_its_address() -> None:
    for address in ("smb://host/share", "ms-msdt:/id", "//host/share", "https://user@host/", "ftp://a.b"):
        shown = runs(f"[here]({address})")
        assert all(run.link is None for run in shown)
        assert "".join(run.text for run in shown) == f"here ({address})"


def test_a_bare_address_is_live_but_not_inside_code() -> None:
    assert runs("see https://a.example/b_c.") == (
        Run("see "),
        Run("https://a.example/b_c", link="https://a.example/b_c"),
        Run("."),
    )
    assert runs("`https://a.example`") == (Run("https://a.example", code=True),)


def test_an_image_is_named_by_its_host() -> None:
    (run,) = runs("![a picture](http://img.example/x.png)")

    assert (run.text, run.image) == ("a picture", "img.example")


def test_a_long_text_is_parsed_up_to_the_bound_and_plain_behind_it() -> None:
    shown = runs("**a** " + "x" * MAX_INLINE + " **b**")

    assert shown[0] == Run("a", bold=True)
    assert shown[-1].text.endswith("**b**")


def test_plain_text_has_live_links_only() -> None:
    assert plain_runs("**a** http://b.example") == (
        Run("**a** "),
        Run("http://b.example", link="http://b.example"),
    )
    assert plain_runs("") == ()


def test_long_words_get_breaks_for_display_only_where_they_are_too_long() -> None:
    broken = soft_broken("a " + "b" * 25 + " c", limit=10)

    assert broken == "a " + SOFT_BREAK.join(["b" * 10, "b" * 10, "b" * 5]) + " c"
    assert soft_broken("short words", limit=10) == "short words"
