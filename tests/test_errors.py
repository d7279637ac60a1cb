from __future__ import annotations

import pytest

from desktop.errors import APIConnectionError, InternalServerError, RateLimitError, StreamError, StreamServerError


def test_a_reason_outside_the_list_of_its_class_is_a_defect():
    with pytest.raises(ValueError, match="no reason"):
        StreamError("x", reason="nonsense")


@pytest.mark.parametrize(
    ("error", "interrupts", "may_be_charged"),
    [
        (APIConnectionError("x", sent=False), False, False),
        (APIConnectionError("x", sent=True), True, True),
        (StreamError("x", reason="cut"), True, True),
        (StreamServerError("x", reason="server"), False, True),
        (RateLimitError("x", status=429), False, False),
        (InternalServerError("x", status=502, reason="unknown", may_be_charged=True), False, True),
    ],
)
def test_only_what_may_have_reached_the_server_without_an_end_is_interrupted(error, interrupts, may_be_charged):
    assert error.interrupts is interrupts
    assert error.may_be_charged is may_be_charged
