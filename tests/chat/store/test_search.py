from __future__ import annotations

import random
import sqlite3

import pytest

from desktop.chat.conversation import State, new_conversation
from desktop.chat.store.search import LIMIT, search

TEXTS = (
    "用 SQLite 做中文分词，效果如何？",
    'I don\'t like C++ templates; they said "no".',
    "Straße, İstanbul, ΛΟΓΟΣ",
    "100% of a_b and a*b \\ NULL\0byte 🌍 e\u0301",
    "first line\nsecond  line",
    "300 \u212aelvin",
)


@pytest.fixture(params=["indexed", "not indexed"])
def store(request, open_store):
    store = open_store()
    for text in TEXTS:
        conversation = new_conversation("p", "m")
        conversation.title = f"about {text[:5]}"
        question = conversation.ask("question")
        answer = conversation.answer(question.uuid, "m", "o")
        answer.append("reasoning", "hidden thoughts")
        answer.append("text", text)
        answer.state = State.COMPLETE
        store.save(conversation, list(conversation.turns.values()))
    if request.param == "indexed":
        store.index_some()
    return store


def found(store, query, **options):
    return [hit for hits in store.search(query, **options) for hit in hits]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("中", 0),
        ("分词", 0),
        ("中文分词", 0),
        ("做中文分词，效", 0),
        ("sqlite", 0),
        ("SQLite 分词", 0),
        ("c++", 1),
        ("C++", 1),
        ("don't", 1),
        ('"no"', 1),
        ("istanbul", 2),
        ("λογος", 2),
        ("STRASSE", None),
        ("straße", 2),
        ("100%", 3),
        ("a_b", 3),
        ("a*b", 3),
        ("\\", 3),
        ("\0", 3),
        ("🌍", 3),
        ("e\u0301", 3),
        ("line second", 4),
        ("kelvin", 5),
        ("lines", None),
        ("\ud800", None),
        ("hidden", None),
        ("NEAR", None),
        ("", None),
        ("  ", None),
    ],
)
def test_words_of_any_kind_are_found(store, query, number):
    texts = [store.load(hit.conversation).turns[hit.turn].text for hit in found(store, query)]

    assert texts == ([] if number is None else [TEXTS[number]])


def test_a_hit_shows_its_place_and_is_written_as_in_the_message(store):
    (hit,) = found(store, "c++")

    assert (hit.before, hit.match) == ("I don't like ", "C++")
    assert hit.after.startswith(" templates")
    assert hit.title == "about I don"
    (hit,) = found(store, "line second")
    assert (hit.before, hit.match, hit.after) == ("first ", "line", " second  line")


def test_the_newest_come_first_and_no_more_than_asked(store):
    conversation = new_conversation("p", "m")
    questions = [conversation.ask(f"零度 {number}") for number in range(LIMIT + 30)]
    store.save(conversation, questions)

    hits = found(store, "零度")

    assert [hit.turn for hit in hits] == [question.uuid for question in questions[: -LIMIT - 1 : -1]]
    assert len(found(store, "零度", limit=3)) == 3


def test_a_word_is_found_across_what_continue_added(store):
    conversation = new_conversation("p", "m")
    answer = conversation.answer(conversation.ask("question").uuid, "m", "o")
    answer.append("text", "量子")
    answer.begin_stretch()
    answer.append("text", "纠缠")
    answer.state = State.COMPLETE
    store.save(conversation, list(conversation.turns.values()))
    store.index_some()

    assert [hit.turn for hit in found(store, "量子纠缠")] == [answer.uuid]


@pytest.mark.parametrize("query", ["量子纠缠", "kinetic"])
def test_what_only_looks_like_the_word_to_the_index_is_not_read(store, query, monkeypatch):
    conversation = new_conversation("p", "m")
    turns = [conversation.ask("量子 子纠 纠缠, kin ine net eti tic") for _ in range(20)]
    store.save(conversation, turns)
    while store.index_some():
        pass
    monkeypatch.setattr("desktop.chat.store.search._verified", None)

    assert found(store, query) == []


def test_a_message_that_is_indexed_while_it_is_searched_is_found_once(open_store):
    store = open_store()
    conversation = new_conversation("p", "m")
    store.save(conversation, [conversation.ask("零度")])
    hits = []

    for some in store.search("零度"):
        hits += some
        store.index_some()

    assert len(hits) == 1


def test_what_is_in_the_trash_is_not_found(store):
    (hit,) = found(store, "分词")
    store.change(hit.conversation, {"trashed_at": 1.0})

    assert found(store, "分词") == []


def test_a_search_goes_on_where_something_was_saved_between_its_slices(store):
    conversation = new_conversation("p", "m")
    store.save(conversation, [conversation.ask(f"零度 {number}") for number in range(200)])
    store.index_some()
    hits = 0
    for some in store.search("零度", limit=150):
        hits += len(some)
        store.save(conversation, [conversation.ask("another")])
        store.index_some()

    assert hits == 150


def random_query(pick: random.Random) -> str:
    alphabet = pick.choice(
        [
            "abc\"'*^():-+{}[]\\/%_&|!?<>=,.;~`#@$ \t\n",
            "零度对话，。「」、 的是在",
            "NEAR AND OR NOT rowid grams message_index",
            "".join(chr(pick.randrange(0x20, 0xD7FF)) for _ in range(20)),
            "\0\x01\u200b\u202e\ufeff\U0001f30d\U0002a6d6",
        ]
    )
    return "".join(pick.choice(alphabet) for _ in range(pick.choice([1, 2, 3, 5, 20, 300])))


def all_kinds_of_strings(store, count):
    pick = random.Random(7)
    for _ in range(count):
        query = random_query(pick)
        for hit in found(store, query):
            assert hit.found


def test_any_string_may_be_searched(store):
    all_kinds_of_strings(store, 300)


def test_a_whole_page_may_be_searched(store):
    assert found(store, "分词 " + " ".join(f"w{number}" for number in range(20_000))) == []


@pytest.mark.slow
def test_ten_thousand_strings_may_be_searched(store):
    all_kinds_of_strings(store, 10_000)


def test_a_database_without_an_index_is_searched_too():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE conversation (id, uuid, title, trashed_at)")
    connection.execute("CREATE TABLE turn (id, uuid, conversation, created_at)")
    connection.execute("CREATE TABLE part (turn, seq, kind, body)")
    connection.execute("INSERT INTO conversation VALUES (1, 'c', 't', NULL)")
    connection.execute("INSERT INTO turn VALUES (1, 't', 1, 5)")
    connection.execute("INSERT INTO part VALUES (1, 0, 'text', 'here')")

    assert [hit.turn for hits in search(connection, "here") for hit in hits] == ["t"]
    connection.close()
