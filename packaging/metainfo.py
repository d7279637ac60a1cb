"""The changelog in the forms of AppStream and Debian, and what AppStream tells of the program beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from textwrap import wrap
from xml.etree import ElementTree as Xml

from project import HOMEPAGE, IDENTIFIER, MAINTAINER, NAME, SUMMARY, Release, releases, source_date, source_day

_CHINESE_NAME = "零度对话"
_CHINESE_SUMMARY = "OpenAI 兼容接口的对话客户端"
_WHAT = """\
A native window for chats with every OpenAI-compatible API: answers are shown while they arrive, with code and formulas,
and with what each of them took and costs."""
_PRIVACY = """\
Conversations stay in a database on your computer, keys in its keyring. Nothing is sent to anybody but the endpoint that
you chose."""
_PARAGRAPHS = {
    _WHAT: "适用于各种 OpenAI 兼容接口的原生窗口：回答边生成边显示，支持代码和公式，并显示每次回答的用量和费用。",
    _PRIVACY: "对话存放在本机的数据库里，密钥由系统钥匙串保管。除了你选择的接口，不向任何人发送任何内容。",
}
# The namespace of `xml:lang`.
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def metainfo() -> str:
    """The AppStream metainfo file (https://www.freedesktop.org/software/appstream/docs/)."""
    root = Xml.Element("component", type="desktop-application")
    _add(root, "id", IDENTIFIER)
    _add(root, "metadata_license", "CC0-1.0")
    _add(root, "project_license", "MIT")
    _add(root, "name", NAME)
    _add(root, "name", _CHINESE_NAME, language="zh_CN")
    _add(root, "summary", SUMMARY)
    _add(root, "summary", _CHINESE_SUMMARY, language="zh_CN")
    description = _add(root, "description")
    for english, chinese in _PARAGRAPHS.items():
        _add(description, "p", english.replace("\n", " "))
        _add(description, "p", chinese, language="zh_CN")
    _add(root, "launchable", "lingdu.desktop", type="desktop-id")
    _add(root, "url", HOMEPAGE, type="homepage")
    developer = _add(root, "developer", id="com.api000")
    _add(developer, "name", "Lingdu Chat contributors")
    # For readers of AppStream before 1.0, such as Debian 12's.
    _add(root, "developer_name", "Lingdu Chat contributors")
    _add(_add(root, "provides"), "binary", "lingdu")
    categories = _add(root, "categories")
    for name in ("Network", "Chat"):
        _add(categories, "category", name)
    _add(root, "content_rating", type="oars-1.1")
    _releases(_add(root, "releases"))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def _releases(parent: Xml.Element) -> None:
    for release in releases():
        kind = "stable" if release.date else "development"
        entry = _add(parent, "release", version=release.version, date=release.date or source_day(), type=kind)
        description = _add(entry, "description")
        for name, points in release.changes.items():
            _add(description, "p", f"{name}:")
            items = _add(description, "ul")
            for point in points:
                _add(items, "li", point)


def _add(parent: Xml.Element, tag: str, text: str = "", *, language: str = "", **attributes: str) -> Xml.Element:
    if language:
        attributes[_LANGUAGE] = language
    element = Xml.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def debian_changelog() -> str:
    """`changelog` of the Debian package (deb-changelog(5))."""
    return "\n".join(_debian_entry(release) for release in releases())


def _debian_entry(release: Release) -> str:
    moment = datetime.fromtimestamp(source_date(), UTC)
    if release.date:
        moment = datetime.fromisoformat(f"{release.date}T00:00:00+00:00")
    points = [point for points in release.changes.values() for point in points]
    lines = [f"lingdu ({release.version}) {'stable' if release.date else 'UNRELEASED'}; urgency=medium", ""]
    for point in points or ["First version."]:
        lines += wrap(point, 79, initial_indent="  * ", subsequent_indent="    ", break_long_words=False)
    return "\n".join([*lines, "", f" -- {MAINTAINER}  {format_datetime(moment)}", ""])
