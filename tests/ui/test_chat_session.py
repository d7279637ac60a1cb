"""One conversation at work, against a real server and a real store."""

from __future__ import annotations

import threading

import pytest
from fakes.proxy import FakeProxy
from fakes.server import reset, silent, sse, stall, status

from desktop.api.proxy import ProxyChoice
from desktop.chat.conversation import State
from desktop.errors import APIConnectionError, InternalServerError, StreamError, StreamServerError
from desktop.settings.profiles import Profile
from desktop.ui.chat_session import CONTINUE_PROMPT, ChatSession
from desktop.ui.error_record import state_after
from desktop.ui.key_access import accounts_of
from desktop.ui.notices import turn_notice


@pytest.fixture
def session(make_stack, server) -> ChatSession:
    return make_stack(server.base_url).workspace.new_chat()


def ask(qtbot, session: ChatSession, text: str = "hi"):
    with qtbot.waitSignal(session.ended, timeout=10_000) as ended:
        assert session.ask(text)
    return session.conversation.turns[ended.args[0]]


def test_an_answer_is_complete_with_text_usage_and_times(qtbot, server, session):
    server.script(sse("Hel", "lo 你好", usage={"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}))

    turn = ask(qtbot, session)

    assert (turn.state, turn.text, turn.finish_reason) == (State.COMPLETE, "Hello 你好", "stop")
    assert turn.usage == {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    assert turn.requests_sent == 1
    assert turn.sent_at <= turn.first_token_at <= turn.ended_at
    assert turn.origin == server.base_url.removesuffix("/v1")


def test_the_request_is_the_path_with_key_and_usage(qtbot, server, session):
    server.script(sse("one"), sse("two"))
    ask(qtbot, session, "first")

    ask(qtbot, session, "second")

    request = server.requests[1]
    assert request.headers["authorization"].startswith("Bearer sk-SENTINEL")
    assert request.json["stream"] is True
    assert request.json["stream_options"] == {"include_usage": True}
    assert [(m["role"], m["content"]) for m in request.json["messages"]] == [
        ("user", "first"),
        ("assistant", "one"),
        ("user", "second"),
    ]


def test_the_question_is_on_disk_before_the_request_goes_out(qtbot, server, session, make_stack, monkeypatch):
    order = []
    services = session._services
    services.store.saved.connect(lambda _ticket: order.append("saved"))
    services.stream.request_sent.connect(lambda _number: order.append("sent"))
    server.script(sse("x"))

    ask(qtbot, session)

    assert order.index("saved") < order.index("sent")


def test_a_key_that_comes_first_sends_nothing_that_is_not_on_disk_yet(qtbot, server, session):
    services, order = session._services, []
    services.store.saved.connect(lambda _ticket: order.append("saved"))
    services.stream.request_sent.connect(lambda _number: order.append("sent"))
    server.script(sse("x"))
    at_work, may_go_on = threading.Event(), threading.Event()
    services.store.ask("a slow disk", lambda _store: (at_work.set(), may_go_on.wait(10)))
    assert at_work.wait(5)
    assert session.ask("hi")
    endpoint = services.profile(session.conversation.profile).endpoint

    # Somebody else, such as the list of models, asked for the key before.
    services.keys.ready.emit(accounts_of(endpoint)[0])
    with qtbot.waitSignal(services.stream.models_failed, timeout=5000):
        services.stream.list_models(1, endpoint)
    with qtbot.waitSignal(session.ended, timeout=10_000):
        may_go_on.set()

    assert order.index("saved") < order.index("sent")


def test_what_arrived_is_on_disk_within_a_second_and_after_a_restart(qtbot, server, session, make_stack):
    server.script(sse("part one ", "part two", finish=None, done=False, then=stall()))
    uuid = session.conversation.uuid
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        session.ask("hi")
    with qtbot.waitSignal(session._services.store.saved, timeout=10_000):
        pass

    # A restart without an end of the answer: the stack is torn down as a crash would.
    again = make_stack(server.base_url)
    with qtbot.waitSignal(again.workspace.current_changed, timeout=5000) as shown:
        again.workspace.open(uuid)

    answer = shown.args[0].conversation.path()[-1]
    assert "part one" in answer.text


def test_stop_ends_the_answer_keeps_its_text_and_the_server_sees_it(qtbot, server, session):
    server.script(sse("kept", finish=None, done=False, then=stall()))
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        session.ask("hi")

    with qtbot.waitSignal(session.ended, timeout=10_000) as ended:
        session.stop()

    turn = session.conversation.turns[ended.args[0]]
    assert (turn.state, turn.text) == (State.STOPPED, "kept")
    assert server.closed.wait(10)
    assert not session.busy


def test_while_an_answer_is_made_nothing_else_is_sent(qtbot, server, session):
    server.script(silent())
    assert session.ask("first")

    assert not session.ask("second")
    assert not session.regenerate(session.answering.uuid)

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.stop()
    assert len(session.conversation.path()) == 2


def test_a_cut_answer_is_interrupted_and_continue_appends_to_it(qtbot, server, session):
    server.script(sse("first half, ", finish=None, done=False), sse("second half"))
    turn = ask(qtbot, session)
    assert turn.state is State.INTERRUPTED
    assert turn.error["type"] == "StreamError"

    with qtbot.waitSignal(session.ended, timeout=10_000):
        assert session.continue_answer(turn.uuid)

    assert (turn.state, turn.text) == (State.COMPLETE, "first half, second half")
    assert [(part.body, part.fresh) for part in turn.parts] == [("first half, ", False), ("second half", True)]
    assert turn.requests_sent == 2
    assert [m["content"] for m in server.requests[1].json["messages"]] == ["hi", "first half, ", CONTINUE_PROMPT]


def test_a_continue_that_is_refused_leaves_an_incomplete_answer_that_can_be_continued(qtbot, server, session):
    server.script(
        sse("first half, ", finish=None, done=False),
        status(401, b'{"error": {"message": "bad key"}}'),
        sse("second half"),
    )
    turn = ask(qtbot, session)

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.continue_answer(turn.uuid)

    assert (turn.state, turn.text, turn.error["type"]) == (State.INTERRUPTED, "first half, ", "AuthenticationError")
    actions = [action.id for action in turn_notice(turn).actions]
    assert actions == ["open_key_settings", "continue", "retry"]

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.continue_answer(turn.uuid)
    assert (turn.state, turn.text, turn.error) == (State.COMPLETE, "first half, second half", None)


def test_regenerate_makes_a_sibling_and_the_first_answer_stays(qtbot, server, session):
    server.script(sse("one"), sse("two"))
    first = ask(qtbot, session)

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.regenerate(first.uuid)

    shown = session.conversation.path()[-1]
    assert shown.text == "two"
    assert [turn.text for turn in session.conversation.siblings(shown.uuid)] == ["one", "two"]
    session.select(first.uuid)
    assert session.conversation.path()[-1].text == "one"


def test_an_edited_question_is_a_sibling(qtbot, server, session):
    server.script(sse("one"), sse("two"))
    ask(qtbot, session, "frist")
    question = session.conversation.path()[0]

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("first", sibling_of=question.uuid)

    assert [turn.text for turn in session.conversation.siblings(question.uuid)] == ["frist", "first"]
    assert server.requests[1].json["messages"] == [{"role": "user", "content": "first"}]


def test_an_empty_failed_answer_is_replaced_by_its_retry(qtbot, server, session):
    server.script(status(401, b'{"error":{"message":"Incorrect API key"}}'), sse("fine"))
    failed = ask(qtbot, session)
    assert failed.state is State.FAILED

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.regenerate(failed.uuid)

    shown = session.conversation.path()[-1]
    assert shown.text == "fine"
    assert len(session.conversation.siblings(shown.uuid)) == 1


def test_a_rate_limit_is_waited_out_and_counted(qtbot, server, session):
    server.script(status(429, b'{"error":{"message":"slow"}}', {"retry-after-ms": "10"}), sse("fine"))
    waits = []
    session.turn_changed.connect(lambda _uuid: waits.append(session.retry.delay_s) if session.retry else None)

    turn = ask(qtbot, session)

    assert (turn.state, turn.text, turn.requests_sent) == (State.COMPLETE, "fine", 2)
    assert waits == [0.01]


def test_a_connection_that_breaks_before_the_answer_is_never_sent_again(qtbot, server, session):
    server.script(reset())

    turn = ask(qtbot, session)

    assert turn.state is State.INTERRUPTED
    assert turn.error["may_be_charged"] is True
    assert (turn.requests_sent, len(server.requests)) == (1, 1)


def test_reasoning_is_kept_apart_and_timed(qtbot, server, session):
    server.script(sse("<think>why</think>", "because"))

    turn = ask(qtbot, session)

    assert (turn.reasoning, turn.text) == ("why", "because")
    assert turn.reasoning_ms is not None


def test_without_a_key_nothing_is_sent(qtbot, server, make_stack):
    stack = make_stack("https://api000.invalid/v1", key="")
    session = stack.workspace.new_chat()

    turn = ask(qtbot, session)

    assert turn.state is State.FAILED
    assert turn.error["reason"] == "no_key"
    assert turn.requests_sent == 0


def test_a_question_that_cannot_be_saved_is_not_sent_and_comes_back(qtbot, server, session, expected_logs):
    expected_logs("the store failed")
    store = session._services.store
    store.close_and_wait(10_000)

    with qtbot.waitSignal(session.refused, timeout=10_000) as refused:
        session.ask("precious words")

    assert refused.args[0] == "precious words"
    assert server.requests == []
    assert session.conversation.path() == []
    assert not session.busy


def test_two_conversations_stream_at_once(qtbot, server, make_stack):
    workspace = make_stack(server.base_url).workspace
    server.script(sse("a", finish=None, done=False, then=stall()), sse("b"))
    first = workspace.new_chat()
    with qtbot.waitSignal(first.text_added, timeout=10_000):
        first.ask("one")
    second = workspace.new_chat()

    turn = ask(qtbot, second, "two")

    assert turn.text == "b"
    assert first.busy
    with qtbot.waitSignal(first.ended, timeout=10_000):
        first.stop()


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (StreamError("x", reason="cut"), State.INTERRUPTED),
        (APIConnectionError("x", sent=True), State.INTERRUPTED),
        (APIConnectionError("x", sent=False), State.FAILED),
        (StreamServerError("x", reason="server"), State.FAILED),
        (InternalServerError("x", status=502), State.FAILED),
    ],
)
def test_the_state_says_whether_the_server_answered(error, state):
    assert state_after(error) is state


def test_a_new_question_has_not_been_waited_for_yet(qtbot, server, session):
    server.script(sse("one"))
    ask(qtbot, session)
    assert session.heard_at > 0

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("again")

        assert session.heard_at == 0


def test_a_question_goes_through_the_profiles_proxy_with_its_password_and_its_private_header(qtbot, server, make_stack):
    server.script(sse("Hi"))
    stack = make_stack(server.base_url)
    with FakeProxy(server.port, "socks5", login="me:pass word") as proxy:
        choice = ProxyChoice("manual", proxy.url, "me", "")
        profile = Profile(
            "far", "Far", "http://api.example/v1", default_model="m", allow_plain_http=True, works_without_key=True,
            private_headers=("Api-Key",), proxy=choice,
        )  # fmt: skip
        stack.profiles.put(profile)
        _key, header, password = accounts_of(profile.endpoint)
        stack.keys.keep_for_session(header, "azure-1")
        stack.keys.keep_for_session(password, "pass word")
        stack.workspace.new_chat()
        stack.workspace.choose_profile("far")

        turn = ask(qtbot, stack.workspace.current)

    assert (turn.state, turn.text, turn.origin) == (State.COMPLETE, "Hi", "http://api.example")
    assert proxy.asked == ["api.example:80"]
    assert server.requests[0].headers["api-key"] == "azure-1"
    assert "authorization" not in server.requests[0].headers
