"""Every error this application raises on purpose.

    DesktopError                    str(error): one English sentence for logs, no secret
      APIError                      a chat completion, a model list or a connection failed
        RequestNotSentError         nothing left this machine: no key, plain http to a foreign host, bad input
        APIConnectionError          no response arrived
          APITimeoutError           a limit passed (connect, write, silence)
        APIStatusError              a response arrived with status >= 300
          BadRequestError           400, 404, 413, 422 and any other 4xx without a class of its own
          AuthenticationError       401, 403: the key
          RateLimitError            429: too many requests for now
          InsufficientQuotaError    402, and a 429 that waiting does not heal: money
          RedirectError             3xx: never followed
          InternalServerError       5xx
        ResponseError               a 200 that is no chat completion (a web page, other JSON, an unknown coding)
        StreamError                 a 200 response began and then broke
          StreamServerError         ... because the server put an error object into the stream
          StreamLimitError          ... because a bound of ours was passed
      KeyStoreError                 the operating system's keyring refused
      StoreError                    the conversation database refused
      SettingsError                 a setting or the settings file is not valid
      AttachmentError               a file or a picture cannot be attached
      ParameterError                a request parameter or a preset is not valid

Names follow the OpenAI Python SDK where it has one. What a person reads is made in `ui/notices.py` from class and
fields, in their language.
"""

from __future__ import annotations


class DesktopError(Exception):
    """The root of the tree; `str(error)` is one English sentence for logs and never holds a secret."""


class APIError(DesktopError):
    """A request failed.

    Attributes:
        detail: the server's own words as plain text, at most 64 Ki characters (a card shows 2,000); where the server
            said nothing, the cause in English (`Connection refused`). Empty where there is neither.
        reason: a stable word for the cause that `ui/notices.py` turns into a sentence (`refused`, `dns`, `tls`,
            `no_key`, `plain_http`, `web_page`, `cut`, …). Each class lists its own.
        status: HTTP status, None where no response arrived.
        request_id: the server's `x-request-id`, None where not sent.
        url: where the request went or was to go; empty where that is not known.
        retryable: sending the same again may help, without mending anything first.
        may_be_charged: the server may have done the work; sending again may be paid twice.
        interrupts: the request may have reached the server and no end mark came, so the answer is `interrupted`;
            otherwise it is `failed`: the server answered with an error or no answer, or nothing was sent.
    """

    reasons: frozenset[str] = frozenset()
    may_be_charged_default = False
    retryable_default = False

    def __init__(
        self,
        message: str,
        *,
        reason: str = "",
        detail: str = "",
        status: int | None = None,
        request_id: str | None = None,
        retryable: bool | None = None,
        may_be_charged: bool | None = None,
    ) -> None:
        super().__init__(message)
        if reason and reason not in self.reasons:
            raise ValueError(f"{type(self).__name__} has no reason {reason!r}")
        self.reason = reason
        self.detail = detail
        self.status = status
        self.request_id = request_id
        self.url = ""
        self.retryable = self.retryable_default if retryable is None else retryable
        self.may_be_charged = self.may_be_charged_default if may_be_charged is None else may_be_charged

    @property
    def interrupts(self) -> bool:
        """See the class."""
        return False


class RequestNotSentError(APIError):
    """Nothing was sent, because the request could not be right; the profile or the key has to be mended."""

    reasons = frozenset(
        {
            "no_key",
            "bad_key",
            "plain_http",
            "bad_base_url",
            "key_store",
            "not_saved",
            "no_model",
            "bad_header",
            "bad_proxy",
            "bad_ca_file",
            "in_use",
            "bad_arguments",
        }
    )


class APIConnectionError(APIError):
    """No response arrived. `lost`: the kernel found the connection dead, as after a sleep of this computer.

    Attributes:
        sent: the request, or a part of it, went out; False where the server provably has not seen it.
    """

    reasons = frozenset(
        {
            "refused",
            "dns",
            "tls",
            "unreachable",
            "reset",
            "closed",
            "connect",
            "write",
            "silence",
            "coding",
            "lost",
            "proxy",
            "proxy_login",
            "headers",
            "not_http",
        }
    )
    retryable_default = True

    def __init__(self, message: str, *, sent: bool, reason: str = "", detail: str = "") -> None:
        super().__init__(message, reason=reason, detail=detail, may_be_charged=sent)
        self.sent = sent

    @property
    def interrupts(self) -> bool:
        # What is no HTTP is an answer, and none of ours.
        return self.sent and self.reason != "not_http"


class APITimeoutError(APIConnectionError):
    """A limit passed; `reason` is `connect`, `write` or `silence`, `limit_s` the limit in seconds."""

    def __init__(self, message: str, *, sent: bool, reason: str, limit_s: float, detail: str = "") -> None:
        super().__init__(message, sent=sent, reason=reason, detail=detail)
        self.limit_s = limit_s


class APIStatusError(APIError):
    """A response arrived with status >= 300.

    Attributes:
        retry_after_s: seconds the server asks to wait (`retry-after-ms`, `Retry-After`), None where not sent.
        may_retry: the server provably did not start, so `RetryPolicy` may send again by itself.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        reason: str = "",
        detail: str = "",
        request_id: str | None = None,
        retry_after_s: float | None = None,
        may_retry: bool = False,
        retryable: bool | None = None,
        may_be_charged: bool | None = None,
    ) -> None:
        super().__init__(
            message,
            reason=reason,
            detail=detail,
            status=status,
            request_id=request_id,
            retryable=retryable,
            may_be_charged=may_be_charged,
        )
        self.retry_after_s = retry_after_s
        self.may_retry = may_retry


class BadRequestError(APIStatusError):
    """The server refused the request as it stands: 400, 404, 413, 422 and any other 4xx without a class of its own."""

    reasons = frozenset({"request", "not_found", "too_large", "conflict", "stream_options"})


class AuthenticationError(APIStatusError):
    """401 or 403: ask for another key, do not retry."""

    reasons = frozenset({"key", "forbidden"})


class RateLimitError(APIStatusError):
    """429: too many requests for now."""

    reasons = frozenset({"rate_limit"})
    retryable_default = True


class InsufficientQuotaError(APIStatusError):
    """402, or a 429 that waiting does not heal: the account is out of credit."""

    reasons = frozenset({"quota"})


class RedirectError(APIStatusError):
    """3xx: never followed, since that would send the prompt again, to another host perhaps. `target` names it."""

    reasons = frozenset({"redirect"})

    def __init__(
        self, message: str, *, status: int, target: str, detail: str = "", request_id: str | None = None
    ) -> None:
        super().__init__(message, status=status, reason="redirect", detail=detail, request_id=request_id)
        self.target = target


class InternalServerError(APIStatusError):
    """5xx. `unavailable` did not start (503, 529, a 500 with a JSON error body); `unknown` may have."""

    reasons = frozenset({"unavailable", "unknown"})
    retryable_default = True


class ResponseError(APIError):
    """A 200 that is no chat completion; `detail` is its beginning."""

    reasons = frozenset({"web_page", "not_json", "other_json", "coding"})


class StreamError(APIError):
    """A 200 response began and then broke; what arrived before stays valid."""

    reasons = frozenset({"cut", "empty", "reset", "silence", "server", "limit", "coding", "lost"})
    retryable_default = True
    may_be_charged_default = True

    @property
    def interrupts(self) -> bool:
        return True


class StreamServerError(StreamError):
    """The server put an error object into a stream that had begun; `detail` is its message."""

    @property
    def interrupts(self) -> bool:
        return False


class StreamLimitError(StreamError):
    """The answer passed a bound of `limit` bytes: `bound` is `line`, `event`, `answer`, or `noise` without text."""

    def __init__(self, message: str, *, bound: str, limit: int, detail: str = "") -> None:
        super().__init__(message, reason="limit", detail=detail, retryable=False)
        self.bound = bound
        self.limit = limit


class KeyStoreError(DesktopError):
    """The operating system's keyring refused, does not answer, or does not hold what was written."""


class StoreError(DesktopError):
    """The conversation database refused.

    Attributes:
        reason: `full`, `read_only`, `damaged`, `newer`, `in_use`, `cancelled` or `other`.
        detail: the system's own words.
    """

    def __init__(self, message: str, *, reason: str = "other", detail: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.detail = detail


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark `text` for translation without Qt, under the name that lupdate looks for; `ui` translates it."""
    return text


class SettingsError(DesktopError):
    """A setting or the settings file is not valid; the sentence names it and the mend.

    Attributes:
        template: the sentence as translators know it, with the names of `fields` in braces.
        fields: what stands in their place.
    """

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template.format(**fields) if fields else template)
        self.template = template
        self.fields = fields


class AttachmentError(DesktopError):
    """A file or a picture cannot be attached.

    Attributes:
        reason: `missing`, `folder`, `not_file`, `empty`, `too_large`, `too_many_pixels`, `picture_type`, `damaged`,
            `not_text`, `encrypted`, `no_text`, `too_long`, `too_many_pages`, `timeout`, `unreadable`, `too_many`.
        name: what it is called.
        limit: what was passed: bytes, pixels, characters, pages, seconds or files.
        detail: the system's or a library's own words.
    """

    def __init__(self, message: str, *, reason: str, name: str, limit: int = 0, detail: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.name = name
        self.limit = limit
        self.detail = detail


class ParameterError(DesktopError):
    """A request parameter or a file of presets is not valid.

    Attributes:
        reason: a stable word for what is wrong, see `chat/parameters.py` and `chat/presets.py`.
        name: what it is about: a parameter, or a member of the extra JSON.
        limits: the least and the most that is allowed, where that is the trouble.
    """

    def __init__(self, message: str, *, reason: str, name: str = "", limits: tuple[float, float] = (0, 0)) -> None:
        super().__init__(message)
        self.reason = reason
        self.name = name
        self.limits = limits
