from __future__ import annotations

import json

import pytest

from desktop.api.error_body import MAX_DETAIL, error_text, error_value, page_title, plain


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "words"}},
        {"error": "words"},
        {"object": "error", "message": "words"},
        {"detail": "words"},
        {"detail": [{"msg": "words"}]},
        {"message": "words"},
        [{"error": {"message": "words"}}],
        {"errors": [{"message": "words"}]},
        {"error": {"error": {"message": "words"}}},
        {"error": {}, "message": "words"},
        {"Message": "words"},
        {"base_resp": {"status_code": 1004, "status_msg": "words"}},
        {"error": '{"message": "words"}'},
    ],
)
def test_the_words_are_found_in_every_shape(body):
    found = error_text(400, "application/json", json.dumps(body).encode())

    assert (found.message, found.is_json) == ("words", True)


def test_the_words_of_the_provider_behind_a_gateway_stand_behind_its_own():
    raw = json.dumps({"error": {"message": "overloaded"}})
    body = {"error": {"message": "Provider returned error", "metadata": {"raw": raw}}}

    assert error_value(body).message == "Provider returned error (overloaded)"


def test_a_word_for_programs_has_its_description_behind_it():
    body = {"error": "invalid_token", "error_description": "The token expired"}

    assert error_value(body).message == "invalid_token: The token expired"


def test_the_message_of_an_error_in_xml_is_found():
    body = b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access &amp; more</Message></Error>'

    assert error_text(403, "application/xml", body).message == "Access & more"


@pytest.mark.parametrize("code", ["401", 401])
def test_a_code_is_text_whatever_its_type(code):
    assert error_value({"error": {"message": "x", "code": code, "type": "t"}}).code == "401 t"


def test_a_web_page_is_its_title_as_text():
    page = b"<html><head><title>502 <b>Bad</b> &amp; Gateway</title></head><body><script>x</script>"

    assert error_text(502, "text/html", page).message == "502 Bad & Gateway"


@pytest.mark.parametrize(("status", "body"), [(404, b""), (404, b"<html>"), (404, b"{}"), (404, b"[]")])
def test_without_words_the_status_phrase_speaks(status, body):
    assert error_text(status, "", body).message == "Not Found"


@pytest.mark.parametrize(("status", "phrase"), [(413, "Content Too Large"), (422, "Unprocessable Content")])
def test_the_status_phrase_is_that_of_rfc_9110_on_every_python(status, phrase):
    assert error_text(status, "", b"").message == phrase


def test_plain_text_is_shown_without_control_and_invisible_characters():
    assert error_text(500, "text/plain", "a\x00\x1b[31mb\u202ec\u200b".encode()).message == "a[31mbc"


def test_words_are_cut_at_64_ki_characters():
    assert len(plain("x" * 70_000)) == MAX_DETAIL == 65_536


def test_a_bomb_of_brackets_is_text():
    assert error_text(400, "application/json", b"[" * 60_000).message.startswith("[")
    assert page_title("<title>" * 5000) == ""


def test_a_validation_error_names_the_field_to_mend():
    body = b'{"detail":[{"loc":["body","messages",0],"msg":"Field required"},{"loc":["body","n"],"msg":"Too big"}]}'

    assert error_text(422, "", body).message == "Field required (body.messages.0); Too big (body.n)"


def test_a_web_page_that_a_gateway_quotes_is_its_title():
    quoted = "upstream said: <!DOCTYPE html><html><title>502 Bad Gateway</title><body>long</body>"

    assert error_value({"error": {"message": quoted}}).message == "upstream said: 502 Bad Gateway"


@pytest.mark.parametrize("body", [b'data: {"error":"words"}\n\n', b'event: error\ndata: {"error":"words"}\n\n'])
def test_an_error_that_is_sent_as_an_event_is_read(body):
    assert error_text(429, "text/event-stream", body).message == "words"


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"x":1}', b'{"error":null}'])
def test_json_without_words_is_no_error_body(body):
    """A 500 with an error body did not start and is sent again by itself; this one may have."""
    assert not error_text(500, "application/json", body).is_json
