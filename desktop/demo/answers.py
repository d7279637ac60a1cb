"""What the demo endpoint answers: texts written in advance, chosen by the language and the topic of the question."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["zh", "en"]

DEFAULT_TOPIC = "overview"

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

# The first that matches counts. 长 alone means length; in 长城, 校长, 成长 and their like it does not.
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("long", re.compile(r"(?<![a-z])long|(?<![成校增擅特生市部队船家局])长(?![城江沙春安辈])", re.IGNORECASE)),
    ("joke", re.compile(r"joke|funny|笑话|段子|幽默", re.IGNORECASE)),
    ("translate", re.compile(r"translat|翻译|[译翻]成", re.IGNORECASE)),
    ("summary", re.compile(r"summar|sum up|总结|概括|摘要", re.IGNORECASE)),
    ("explain", re.compile(r"explain.*code|解释.*代码|代码.*(解释|意思)", re.IGNORECASE | re.DOTALL)),
    ("code", re.compile(r"\bcode|python|httpx|\bsse\b|stream|代码|流式", re.IGNORECASE)),
    ("table", re.compile(r"\btable|compar|表格|对比|比较", re.IGNORECASE)),
    ("hello", re.compile(r"\s*(hello|hi|hey|你好|您好|嗨)[\s,，.。!！~～]*", re.IGNORECASE)),
)
_WHOLE_QUESTION = {"hello"}
_VARIANTS = {"joke": ("joke-1", "joke-2", "joke-3")}

_TOPIC_WORDS: dict[str, tuple[str, str]] = {
    "long": ("一篇长文", "a long text"),
    "joke": ("一个笑话", "a joke"),
    "translate": ("翻译", "a translation"),
    "summary": ("总结", "a summary"),
    "explain": ("解释代码", "an explanation of code"),
    "code": ("一段代码", "code"),
    "table": ("表格", "a table"),
    "hello": ("打个招呼", "a greeting"),
    "overview": ("程序的介绍", "an introduction to the program"),
}
_REASONING: dict[Language, str] = {
    "zh": (
        "问题是用中文写的，就用中文回答。先看它要什么：最接近的主题是“{topic}”。"
        "这里是离线演示，没有真正的模型在思考，只能从事先写好的回答里挑最合适的一篇。\n\n"
        "挑好了。写在前面的这几句话也是演示的一部分，让人看到思考过程怎样显示、怎样收起。"
    ),
    "en": (
        "The question is in English, so the answer is too. What does it ask for? The nearest topic is {topic}. "
        "This is the offline demo: no model is thinking here, and the best I can do is to choose among answers "
        "written in advance.\n\n"
        "Chosen. These lines are a part of the demo as well: they show how reasoning is displayed and folded away."
    ),
}

_CONTINUE = re.compile(r"\s*(continue|go on|继续|接着)", re.IGNORECASE)
_NOTHING_LEFT: dict[Language, str] = {
    "zh": "上面的回答已经写完了，没有剩下的内容。",
    "en": "The answer above is complete; nothing is left to add.",
}


@dataclass(frozen=True)
class Message:
    """One message of a conversation: its role and its text."""

    role: str
    content: str


@dataclass(frozen=True)
class Answer:
    """What the demo says, as Markdown, and what it thinks before, as plain text."""

    text: str
    reasoning: str = ""


class AnswerBook:
    """Chooses answers. Topics with several texts give the next one each time, so that "Regenerate" brings another.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: Counter[tuple[str, Language]] = Counter()

    def answer(self, messages: Sequence[Message]) -> Answer:
        """Answer the last message of a conversation.

        A request to continue after a cut answer of ours gets what is left of that answer.
        """
        question = messages[-1].content if messages else ""
        rest = _continued(messages)
        if rest is not None:
            return Answer(rest)
        language, topic = language_of(question), topic_of(question)
        texts = texts_for(topic, language)
        with self._lock:
            turn = self._asked[topic, language]
            self._asked[topic, language] += 1
        reasoning = _REASONING[language].format(topic=_TOPIC_WORDS[topic][0 if language == "zh" else 1])
        return Answer(texts[turn % len(texts)], reasoning)


def language_of(question: str) -> Language:
    """Chinese where a Han character stands in the question, else English."""
    return "zh" if _HAN.search(question) else "en"


def topic_of(question: str) -> str:
    """The topic that a word of the question names, else the overview of the program."""
    for topic, pattern in _TOPICS:
        if pattern.fullmatch(question) if topic in _WHOLE_QUESTION else pattern.search(question):
            return topic
    return DEFAULT_TOPIC


@cache
def texts_for(topic: str, language: Language) -> tuple[str, ...]:
    """All texts of a topic in a language, as Markdown without a newline at the end."""
    folder = files(__package__) / "texts"
    names = _VARIANTS.get(topic, (topic,))
    return tuple((folder / f"{name}.{language}.md").read_text(encoding="utf-8").rstrip("\n") for name in names)


def _continued(messages: Sequence[Message]) -> str | None:
    """What is left of our last answer, None where the last message does not ask for it."""
    if len(messages) < 3 or not _CONTINUE.match(messages[-1].content) or messages[-2].role != "assistant":
        return None
    question, begun = messages[-3].content, messages[-2].content
    language = language_of(question)
    for text in texts_for(topic_of(question), language):
        if text.startswith(begun):
            return text[len(begun) :] or _NOTHING_LEFT[language]
    return None
