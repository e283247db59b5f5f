"""Inline buttons: what may stand in them, and how many."""

from typing import Any

import pytest

from sandbox import keyboards, refusals

PARSE = "can't parse inline keyboard button"


def _inline(*buttons: Any) -> Any:
    return {"inline_keyboard": [list(buttons)]}


def _refused(markup: Any) -> str:
    with pytest.raises(refusals.BadRequest) as caught:
        keyboards.checked(markup)
    return caught.value.description.removeprefix("Bad Request: ")


@pytest.mark.parametrize("data", ["a", "x" * 64, "é" * 32])
def test_callback_data_of_1_to_64_bytes_is_kept(data: str) -> None:
    """The limit counts bytes, not characters."""
    markup = _inline({"text": "Ja", "callback_data": data})
    assert keyboards.checked(markup) == markup


@pytest.mark.parametrize("data", ["", "x" * 65, "é" * 33])
def test_other_callback_data_is_invalid(data: str) -> None:
    """Nothing, or more than 64 bytes, has one short word."""
    assert "BUTTON_DATA_INVALID" == _refused(_inline({"text": "Ja", "callback_data": data}))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/team", "http://localhost/x", "https://[::1]/", "http://server/x"]
)
def test_a_button_to_this_machine_is_refused(url: str) -> None:
    """Telegram opens no loopback addresses from buttons, nor names without a dot."""
    expected = f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
    assert _refused(_inline({"text": "Open", "url": url})) == expected


def test_a_button_to_another_protocol_is_refused() -> None:
    """Only the web and Telegram itself can be opened."""
    expected = "inline keyboard button URL 'file:///etc/passwd' is invalid: Unsupported URL protocol"
    assert _refused(_inline({"text": "Open", "url": "file:///etc/passwd"})) == expected
    fine = _inline({"text": "Open", "url": "https://example.org/a"}, {"text": "Chat", "url": "tg://user?id=1"})
    assert keyboards.checked(fine) == fine


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (_inline({"text": "Ja"}), f"{PARSE}: Text buttons are unallowed in the inline keyboard"),
        (_inline({"callback_data": "x"}), f"{PARSE}: Can't find field \"text\""),
        (_inline({"text": 7, "callback_data": "x"}), f'{PARSE}: Field "text" must be of type String'),
        (_inline({"text": " ", "callback_data": "x"}), "inline keyboard button text must be non-empty"),
        (_inline("Ja"), f"{PARSE}: inline keyboard button must be an Object"),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" of the ReplyKeyboardMarkup must be an Array'),
        ({"inline_keyboard": ["x"]}, "can't parse keyboard button: row of keyboard must be an Array of buttons"),
    ],
)  # fmt: skip
def test_malformed_buttons_are_refused(markup: Any, words: str) -> None:
    """Each mistake in a button is named."""
    assert _refused(markup) == words


def test_a_button_does_one_thing() -> None:
    """Data and an address together are one too many."""
    both = _inline({"text": "Ja", "callback_data": "x", "url": "https://example.org/"})
    assert "exactly one action is expected" in _refused(both)


def test_a_keyboard_has_at_most_100_buttons_and_8_in_a_row() -> None:
    """Both limits are taken, and one button more is refused."""
    button: Any = {"text": "Ja", "callback_data": "x"}
    rows: Any = [[button] * 8] * 12 + [[button] * 4]
    assert keyboards.checked({"inline_keyboard": rows}) == {"inline_keyboard": rows}
    assert "reply markup is too long" == _refused({"inline_keyboard": [*rows, [button]]})
    assert "too many buttons in a row of the inline keyboard" == _refused({"inline_keyboard": [[button] * 9]})


def test_empty_rows_fall_away_and_nothing_is_no_keyboard() -> None:
    """An empty keyboard stands for none."""
    assert {"inline_keyboard": []} == keyboards.checked({"inline_keyboard": [[], []]})
    assert keyboards.inline_only({"inline_keyboard": []}) is None
    assert keyboards.checked({}) is None


def test_a_reply_keyboard_takes_plain_labels() -> None:
    """A label may be text alone; at most 300 of them."""
    assert {"keyboard": [[{"text": "Ja"}]]} == keyboards.checked({"keyboard": [["Ja"]]})
    assert "reply markup is too long" == _refused({"keyboard": [["x"]] * 301})


def test_an_edited_message_takes_inline_buttons_only() -> None:
    """A reply keyboard cannot be edited in."""
    with pytest.raises(refusals.BadRequest, match="inline keyboard expected"):
        keyboards.inline_only(keyboards.checked({"keyboard": [["Ja"]]}))
