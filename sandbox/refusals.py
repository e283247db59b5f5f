"""What the Bot API says when it refuses.

Refusal                  400–500, in Telegram's words
├── BadRequest           400  the request itself is wrong
├── Unauthorized         401  the token is wrong
├── Forbidden            403  the person does not want the bot
├── NotFound             404  no such method
├── Conflict             409  another poller, or a webhook
└── TooManyRequests      429  over pace; says after how many seconds to come back
"""

from collections.abc import Mapping


class Refusal(Exception):
    """A request that Telegram would refuse; `description` is Telegram's own sentence without its prefix."""

    code = 500
    prefix = "Internal Server Error"

    def __init__(self, description: str = "", parameters: Mapping[str, int] | None = None) -> None:
        self.description = f"{self.prefix}: {description}" if description else self.prefix
        self.parameters = parameters
        super().__init__(self.description)

    def body(self) -> dict[str, object]:
        """Write the answer on the wire."""
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class BadRequest(Refusal):
    code = 400
    prefix = "Bad Request"


class Unauthorized(Refusal):
    code = 401
    prefix = "Unauthorized"


class Forbidden(Refusal):
    code = 403
    prefix = "Forbidden"


class NotFound(Refusal):
    code = 404
    prefix = "Not Found"


class Conflict(Refusal):
    code = 409
    prefix = "Conflict"


class TooManyRequests(Refusal):
    code = 429
    prefix = "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}", {"retry_after": retry_after})
