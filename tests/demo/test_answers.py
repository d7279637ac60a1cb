from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from desktop.demo.answers import AnswerBook, Message, language_of, texts_for, topic_of
from desktop.demo.tokens import count_tokens

TOPICS = ("overview", "long", "joke", "translate", "summary", "explain", "code", "table", "hello")
LANGUAGES = ("zh", "en")
ALL_TEXTS = [
    pytest.param(text, id=f"{topic}-{language}-{number}")
    for topic in TOPICS
    for language in LANGUAGES
    for number, text in enumerate(texts_for(topic, language))
]
CONTINUE = "Continue exactly where you stopped. Do not repeat anything and do not comment."


def ask(question: str, book: AnswerBook | None = None) -> str:
    return (book or AnswerBook()).answer([Message("user", question)]).text


def code_blocks(text: str) -> list[str]:
    return [token.content for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]


@pytest.mark.parametrize(
    ("question", "topic", "language"),
    [
        ("给我讲一个关于程序员的笑话", "joke", "zh"),
        ("把这段话翻译成英文", "translate", "zh"),
        ("解释这段代码", "explain", "zh"),
        ("Tell me a programmer joke", "joke", "en"),
        ("Translate this into Chinese", "translate", "en"),
        ("Explain this code", "explain", "en"),
        ("这个程序能做什么？", "overview", "zh"),
        ("What can this program do?", "overview", "en"),
        ("怎么用 httpx 逐块读取流式返回？请给出最短的例子，并说明什么时候算结束。", "code", "zh"),
        ("How do I read a streamed answer with httpx?", "code", "en"),
        ("总结一下", "summary", "zh"),
        ("Summarise this", "summary", "en"),
        ("请给我一个表格", "table", "zh"),
        ("Show me a table", "table", "en"),
        ("你好！", "hello", "zh"),
        ("hi", "hello", "en"),
        ("写一篇长文", "long", "zh"),
        ("Give me a LONG answer", "long", "en"),
        ("a longer joke", "long", "en"),
        ("", "overview", "en"),
        ("你好，请问今天星期几？", "overview", "zh"),
    ],
)
def test_a_question_gets_the_answer_of_its_topic_in_its_language(question: str, topic: str, language: str):
    answer = ask(question)

    assert (topic_of(question), language_of(question)) == (topic, language)
    assert answer == texts_for(topic, language)[0]


@pytest.mark.parametrize("question", ["who comes along?", "长城在哪里？", "校长是谁？", "How do children belong?"])
def test_long_inside_another_word_does_not_count(question: str):
    assert topic_of(question) != "long"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_long_answer_takes_over_20_seconds_at_40_tokens_a_second(language: str):
    (text,) = texts_for("long", language)

    assert count_tokens(text) / 40 > 20


def test_asking_for_a_joke_again_brings_another_one():
    book = AnswerBook()

    jokes = [ask("Tell me a programmer joke", book) for _ in range(4)]

    assert len(set(jokes[:3])) == 3
    assert jokes[3] == jokes[0]


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_no_markdown_sign_is_left_over_in_the_rendered_text(text: str):
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])

    inline = [token for token in parser.parse(text) if token.type == "inline"]

    shown = "\n".join(child.content for token in inline for child in token.children or () if child.type == "text")
    assert not re.search(r"\*|`|~~|\]\(|(?<!-)\|", shown)


@pytest.mark.parametrize("text", [param for param in ALL_TEXTS if "-zh-" in str(param.id)])
def test_chinese_texts_use_chinese_punctuation(text: str):
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)

    assert not re.search(r"[\u4e00-\u9fff][,;:?!.(\"']|[,;?!)\"'][\u4e00-\u9fff]", prose)


def test_the_overview_shows_every_kind_of_block_in_both_languages():
    parser = MarkdownIt("commonmark").enable("table")

    for language in LANGUAGES:
        kinds = {token.type for token in parser.parse(texts_for("overview", language)[0])}

        blocks = {"heading_open", "bullet_list_open", "ordered_list_open", "table_open", "fence", "blockquote_open"}
        assert blocks <= kinds


def test_the_rest_of_a_cut_answer_is_sent_when_it_shall_go_on():
    book = AnswerBook()
    question = Message("user", "Give me a long answer")
    whole = book.answer([question]).text
    begun = whole[:700]

    rest = book.answer([question, Message("assistant", begun), Message("user", CONTINUE)]).text

    assert begun + rest == whole


def test_the_rest_of_another_joke_than_the_first_is_found_too():
    book = AnswerBook()
    question = Message("user", "讲个笑话")
    book.answer([question])
    second = book.answer([question]).text

    rest = book.answer([question, Message("assistant", second[:20]), Message("user", CONTINUE)]).text

    assert second[:20] + rest == second


def test_a_complete_answer_has_nothing_left():
    book = AnswerBook()
    question = Message("user", "hello")
    whole = book.answer([question]).text

    rest = book.answer([question, Message("assistant", whole), Message("user", CONTINUE)]).text

    assert rest == "The answer above is complete; nothing is left to add."


def test_to_continue_an_answer_that_is_not_ours_is_a_question_like_any_other():
    messages = [Message("user", "hello"), Message("assistant", "From elsewhere"), Message("user", CONTINUE)]

    answer = AnswerBook().answer(messages)

    assert answer.text == texts_for("overview", "en")[0]


def test_an_answer_is_thought_over_in_the_language_of_the_question():
    book = AnswerBook()

    chinese = book.answer([Message("user", "讲个笑话")]).reasoning
    english = book.answer([Message("user", "Tell me a joke")]).reasoning

    assert "一个笑话" in chinese
    assert "a joke" in english


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_that_is_explained_does_what_the_answer_says(language: str):
    (text,) = texts_for("explain", language)
    names: dict[str, object] = {}

    exec(code_blocks(text)[0], names)

    lines = names["lines"]
    assert callable(lines)
    assert list(lines([b"Hel", b"lo\nWor", b"ld\n"])) == [b"Hello", b"World"]
    assert list(lines([b"a\nb"])) == [b"a", b"b"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_of_the_long_answer_keeps_cut_characters_whole(language: str):
    code = next(block for block in code_blocks(texts_for("long", language)[0]) if block.startswith("def lines"))
    names: dict[str, object] = {}

    exec(code, names)

    lines = names["lines"]
    assert callable(lines)
    assert list(lines([b"data: \xe4\xbd", b"\xa0\xe5\xa5\xbd\r\n", b"\r\n"])) == ["data: 你好", ""]
