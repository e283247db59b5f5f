"""The parameters of one call, read the way Telegram's own server reads them: everything may come as text."""

from dataclasses import dataclass, field

import msgspec

from sandbox import refusals

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]
_decode = msgspec.json.Decoder().decode
_TRUE = frozenset({"true", "yes", "1"})


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Arguments:
    """`values` holds text as it came, or what a JSON body held; `uploads` the files by field name."""

    values: dict[str, object] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Read the value as text, "" when absent; numbers and booleans of a JSON body become what they look like."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return str(value)
        return msgspec.json.encode(value).decode()

    def integer(self, name: str, default: int = 0) -> int:
        """Read a whole number; what is none counts as `default`, as Telegram's lenient reader has it."""
        return whole(self.values.get(name), default)

    def between(self, name: str, default: int, low: int, high: int) -> int:
        """Read a whole number and bring it within its bounds."""
        return min(max(self.integer(name, default), low), high)

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value is True or (value is not None and self.text(name).lower() in _TRUE)

    def structure(self, name: str, complaint: str) -> JSON:
        """Read a JSON object or array, itself or as text; None if absent; BadRequest(`complaint`) when unreadable."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value  # type: ignore[return-value]  # a decoded JSON body holds JSON
        try:
            return _decode(value)  # type: ignore[no-any-return]  # JSON is whatever was decoded
        except msgspec.DecodeError:
            raise refusals.BadRequest(complaint) from None


def whole(value: object, default: int = 0) -> int:
    """`value` as a whole number when it is one or is written as one, else `default`."""
    if isinstance(value, bool):
        return default
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        stripped = value.strip()
        if stripped.lstrip("-").isascii() and stripped.lstrip("-").isdigit():
            return int(stripped)
    return default
