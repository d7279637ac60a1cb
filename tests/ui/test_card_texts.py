"""The exact card of every row of the retry table, in both languages: from the bytes of a server to the words.

What is sent again by itself stands in `tests/api/test_retry.py`; here is what a person reads when that is over.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable

import httpcore
import pytest
from PySide6.QtCore import QLocale, QTranslator

from desktop.api.completion import StreamState
from desktop.api.status import status_error
from desktop.api.tap import Tap
from desktop.api.transport import connection_error
from desktop.api.types import Limits
from desktop.assets import path
from desktop.chat.conversation import State, Turn
from desktop.errors import APIConnectionError, APIError, RequestNotSentError
from desktop.ui.error_record import error_record, state_after
from desktop.ui.notices import turn_notice

AT = time.mktime((2026, 11, 24, 14, 22, 7, 0, 0, -1))
CHARGED_ZH = "服务器可能已经处理了这个请求。再次发送可能会再次计费。"
CHARGED_EN = "The server may have processed this. Sending again may be charged again."
URL = "https://api000.com/v1/chat/completions"


def answered(status: int, body: str = "", **headers: str) -> Callable[[], APIError]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: status_error(status, {"content-type": "application/json", **names}, body.encode())


def broke(cause: Exception, *, sent: bool) -> Callable[[], APIError]:
    def make() -> APIError:
        try:
            raise httpcore.ConnectError("x") from cause
        except httpcore.ConnectError as error:
            return connection_error(error, sent=sent, limits=Limits())

    return make


def passed(kind: type[httpcore.TimeoutException], *, sent: bool) -> Callable[[], APIError]:
    return lambda: connection_error(kind("x"), sent=sent, limits=Limits())


def streamed(body: str, kind: str = "text/event-stream", *, cut: bool = False) -> Callable[[], APIError]:
    def make() -> APIError:
        state = StreamState(Tap(), kind, "req_8f2c")
        state.feed(body.encode(), 0.0)
        if cut:
            state.broke(APIConnectionError("x", sent=True, reason="reset", detail="Connection reset by peer"))
        else:
            state.end()
        state.rest()
        with pytest.raises(APIError) as error:
            state.check()
        return error.value

    return make


def nothing_sent(reason: str, detail: str = "") -> Callable[[], APIError]:
    return lambda: RequestNotSentError("x", reason=reason, detail=detail)


HI = 'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n'
SAID = '{"error":{"message":"boom"}}'
PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"

# what happened · title, server, small, actions, in Chinese and in English
ROWS = {
    # not sent: up to two more tries went before this card
    "refused": (
        broke(ConnectionRefusedError(111, "x"), sent=False),
        ("服务器拒绝连接", "Connection refused", "14:22:07", "打开连接设置|诊断连接|重试"),
        (
            "The server refused the connection",
            "Connection refused",
            "14:22:07",
            "Open connection settings|Diagnose|Retry",
        ),
    ),
    "connect timeout": (
        passed(httpcore.ConnectTimeout, sent=False),
        ("10 秒内未能建立连接", "", "14:22:07", "打开连接设置|诊断连接|重试"),
        ("No connection within 10 s", "", "14:22:07", "Open connection settings|Diagnose|Retry"),
    ),
    "dns": (
        broke(socket.gaierror(-2, "Name or service not known"), sent=False),
        ("找不到服务器的域名", "Name or service not known", "14:22:07", "打开连接设置|诊断连接|重试"),
        (
            "The server's name was not found",
            "Name or service not known",
            "14:22:07",
            "Open connection settings|Diagnose|Retry",
        ),
    ),
    "TLS not finished": (
        broke(ssl.SSLCertVerificationError(1, "self-signed certificate"), sent=False),
        ("无法建立安全连接：证书或 TLS 出错", "self-signed certificate", "14:22:07", "打开连接设置|诊断连接|重试"),
        (
            "No secure connection: the certificate or TLS failed",
            "self-signed certificate",
            "14:22:07",
            "Open connection settings|Diagnose|Retry",
        ),
    ),
    "425": (
        answered(425),
        ("服务器不接受此请求（HTTP 425）", "服务器：Too Early", "14:22:07", "重试"),
        ("The server did not accept the request (HTTP 425)", "Server: Too Early", "14:22:07", "Retry"),
    ),
    # 408, 425, 429, 503, 529, 500 with a JSON error: not started
    "408": (
        answered(408, SAID),
        ("服务器不接受此请求（HTTP 408）", "服务器：boom", "14:22:07", "重试"),
        ("The server did not accept the request (HTTP 408)", "Server: boom", "14:22:07", "Retry"),
    ),
    "429": (
        answered(429, SAID, retry_after="12", x_request_id="req_8f2c"),
        ("请求太频繁（HTTP 429）", "服务器：boom", "服务器要求等待 12 秒 · 请求 ID req_8f2c · 14:22:07", "重试"),
        (
            "Too many requests (HTTP 429)",
            "Server: boom",
            "The server asks to wait 12 s · Request ID req_8f2c · 14:22:07",
            "Retry",
        ),
    ),
    "503": (
        answered(503, PAGE, content_type="text/html"),
        ("服务器暂时不可用（HTTP 503）", "服务器：502 Bad Gateway", "14:22:07", "重试"),
        ("The server is not available right now (HTTP 503)", "Server: 502 Bad Gateway", "14:22:07", "Retry"),
    ),
    "529": (
        answered(529, SAID),
        ("服务器暂时不可用（HTTP 529）", "服务器：boom", "14:22:07", "重试"),
        ("The server is not available right now (HTTP 529)", "Server: boom", "14:22:07", "Retry"),
    ),
    "500 with a JSON error": (
        answered(500, SAID),
        ("服务器暂时不可用（HTTP 500）", "服务器：boom", "14:22:07", "重试"),
        ("The server is not available right now (HTTP 500)", "Server: boom", "14:22:07", "Retry"),
    ),
    # unknown: never again by itself
    "409": (
        answered(409, SAID),
        ("服务器报告冲突（HTTP 409）", f"服务器：boom\n{CHARGED_ZH}", "14:22:07", "重试"),
        ("The server reports a conflict (HTTP 409)", f"Server: boom\n{CHARGED_EN}", "14:22:07", "Retry"),
    ),
    "502": (
        answered(502, PAGE, content_type="text/html"),
        ("服务器出错（HTTP 502）", f"服务器：502 Bad Gateway\n{CHARGED_ZH}", "14:22:07", "重试"),
        ("The server failed (HTTP 502)", f"Server: 502 Bad Gateway\n{CHARGED_EN}", "14:22:07", "Retry"),
    ),
    "524": (
        answered(524),
        ("服务器出错（HTTP 524）", CHARGED_ZH, "14:22:07", "重试"),
        ("The server failed (HTTP 524)", CHARGED_EN, "14:22:07", "Retry"),
    ),
    # money
    "402": (
        answered(402, SAID),
        ("余额不足（HTTP 402）", "服务器：boom", "14:22:07", "重试"),
        ("Out of credit (HTTP 402)", "Server: boom", "14:22:07", "Retry"),
    ),
    "429 insufficient_quota": (
        answered(429, '{"error":{"message":"boom","code":"insufficient_quota"}}'),
        ("余额不足（HTTP 429）", "服务器：boom", "14:22:07", "重试"),
        ("Out of credit (HTTP 429)", "Server: boom", "14:22:07", "Retry"),
    ),
    # request and key
    "400": (
        answered(400, SAID),
        ("服务器不接受此请求（HTTP 400）", "服务器：boom", "14:22:07", "重试"),
        ("The server did not accept the request (HTTP 400)", "Server: boom", "14:22:07", "Retry"),
    ),
    "404": (
        answered(404, '{"detail":"Not Found"}'),
        ("找不到该模型或地址（HTTP 404）", f"服务器：Not Found\n请求地址：{URL}", "14:22:07", "打开连接设置|重试"),
        (
            "The model or the address was not found (HTTP 404)",
            f"Server: Not Found\nAsked: {URL}",
            "14:22:07",
            "Open connection settings|Retry",
        ),
    ),
    "413": (
        answered(413),
        ("请求过大（HTTP 413）", "服务器：Content Too Large", "14:22:07", "重试"),
        ("The request is too large (HTTP 413)", "Server: Content Too Large", "14:22:07", "Retry"),
    ),
    "422": (
        answered(422, '{"detail":[{"loc":["body","model"],"msg":"too long"}]}'),
        ("服务器不接受此请求（HTTP 422）", "服务器：too long (body.model)", "14:22:07", "重试"),
        ("The server did not accept the request (HTTP 422)", "Server: too long (body.model)", "14:22:07", "Retry"),
    ),
    "401": (
        answered(401, SAID, x_request_id="req_8f2c"),
        ("密钥无效（HTTP 401）", "服务器：boom", "请求 ID req_8f2c · 14:22:07", "打开密钥设置|重试"),
        (
            "The API key is not valid (HTTP 401)",
            "Server: boom",
            "Request ID req_8f2c · 14:22:07",
            "Open key settings|Retry",
        ),
    ),
    "403": (
        answered(403, SAID),
        ("此密钥没有权限（HTTP 403）", "服务器：boom", "14:22:07", "打开密钥设置|重试"),
        ("The API key may not do this (HTTP 403)", "Server: boom", "14:22:07", "Open key settings|Retry"),
    ),
    # setup
    "307": (
        answered(307, location="https://other.example/v1"),
        (
            "服务器指向了另一个地址：https://other.example/v1（HTTP 307）",
            f"服务器：Temporary Redirect\n请求地址：{URL}",
            "14:22:07",
            "打开连接设置|重试",
        ),
        (
            "The server points to another address, https://other.example/v1 (HTTP 307)",
            f"Server: Temporary Redirect\nAsked: {URL}",
            "14:22:07",
            "Open connection settings|Retry",
        ),
    ),
    "a CA file that is gone": (
        nothing_sent("bad_ca_file", "/x.pem: No such file"),
        ("证书颁发机构文件无法使用", "/x.pem: No such file", "14:22:07", "打开连接设置|重试"),
        (
            "The file of certificate authorities cannot be used",
            "/x.pem: No such file",
            "14:22:07",
            "Open connection settings|Retry",
        ),
    ),
    # after the request was written
    "read error": (
        broke(ConnectionResetError(104, "Connection reset by peer"), sent=True),
        (
            "收到回答之前连接断开",
            f"Connection reset by peer\n{CHARGED_ZH}",
            "14:22:07",
            "诊断连接|重试",
        ),
        (
            "The connection broke before an answer came",
            f"Connection reset by peer\n{CHARGED_EN}",
            "14:22:07",
            "Diagnose|Retry",
        ),
    ),
    "silence": (
        passed(httpcore.ReadTimeout, sent=True),
        ("服务器长时间没有响应", CHARGED_ZH, "14:22:07", "重试"),
        ("The server was silent for too long", CHARGED_EN, "14:22:07", "Retry"),
    ),
    # partial
    "cut": (
        streamed(HI),
        (
            "回答不完整：连接在结束标志之前断开",
            CHARGED_ZH,
            "已保留 2 个字符 · 请求 ID req_8f2c · 14:22:07",
            "继续|重试",
        ),
        (
            "Incomplete answer: the connection broke before the end mark",
            CHARGED_EN,
            "2 characters kept · Request ID req_8f2c · 14:22:07",
            "Continue|Retry",
        ),
    ),
    "an error object in the stream": (
        streamed(f"{HI}data: {SAID}\n\n"),
        (
            "服务器报告了错误",
            f"服务器：boom\n{CHARGED_ZH}",
            "已保留 2 个字符 · 请求 ID req_8f2c · 14:22:07",
            "继续|重试",
        ),
        (
            "The server reported an error",
            f"Server: boom\n{CHARGED_EN}",
            "2 characters kept · Request ID req_8f2c · 14:22:07",
            "Continue|Retry",
        ),
    ),
    "an empty answer": (
        streamed(""),
        ("服务器返回了空回答", CHARGED_ZH, "请求 ID req_8f2c · 14:22:07", "重试"),
        ("The server sent an empty answer", CHARGED_EN, "Request ID req_8f2c · 14:22:07", "Retry"),
    ),
    # protocol
    "a web page with 200": (
        streamed(PAGE, "text/html"),
        (
            "该地址返回的是网页；请检查接口地址",
            f"服务器：502 Bad Gateway\n请求地址：{URL}",
            "请求 ID req_8f2c · 14:22:07",
            "打开连接设置|重试",
        ),
        (
            "The address answered with a web page; check the base URL",
            f"Server: 502 Bad Gateway\nAsked: {URL}",
            "Request ID req_8f2c · 14:22:07",
            "Open connection settings|Retry",
        ),
    ),
    "other JSON with 200": (
        streamed('{"message":"nothing here"}', "application/json"),
        (
            "返回的内容不是 OpenAI 兼容的回答",
            f"服务器：nothing here\n请求地址：{URL}\n{CHARGED_ZH}",
            "请求 ID req_8f2c · 14:22:07",
            "打开连接设置|重试",
        ),
        (
            "Not an OpenAI-compatible answer",
            f"Server: nothing here\nAsked: {URL}\n{CHARGED_EN}",
            "Request ID req_8f2c · 14:22:07",
            "Open connection settings|Retry",
        ),
    ),
}


@pytest.fixture(params=["zh_CN", "en"])
def language(qapp, request):
    translator = QTranslator()
    assert translator.load(f"lingdu_{request.param}", str(path("i18n")))
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    qapp.removeTranslator(translator)


@pytest.mark.parametrize("row", ROWS)
def test_the_card_says_exactly_this(language, row):
    make, chinese, english = ROWS[row]
    error = make()
    error.url = URL
    turn = Turn("a", "q", "assistant", state_after(error), error={**error_record(error), "at": AT})
    turn.append("text", "Hi" if "2 个字符" in chinese[2] else "")

    notice = turn_notice(turn)

    words = (notice.title, notice.detail, notice.small, "|".join(action.label for action in notice.actions))
    assert words == (chinese if language == "zh_CN" else english)
    assert notice.kind == ("warn" if turn.state is State.INTERRUPTED else "err")


@pytest.mark.parametrize(
    ("finish", "chinese", "english"),
    [
        ("length", "已达长度上限", "Reached the length limit"),
        ("content_filter", "服务器的内容过滤终止了回答", "The server's content filter ended the answer"),
    ],
)
def test_an_answer_that_the_server_ended_says_so(language, finish, chinese, english):
    turn = Turn("a", "q", "assistant", finish_reason=finish, ended_at=AT)
    turn.append("text", "Hi")

    assert turn_notice(turn).title == (chinese if language == "zh_CN" else english)


def test_a_base_url_without_a_version_is_named_as_the_likely_cause(language):
    error = status_error(404, {}, b"")
    error.url = "https://api000.com/chat/completions"
    turn = Turn("a", "q", "assistant", State.FAILED, error=error_record(error))

    hint = (
        "许多服务器的接口地址以 /v1 结尾。"
        if language == "zh_CN"
        else "Many servers want a base URL that ends with /v1."
    )
    assert turn_notice(turn).detail.endswith(hint)
