"""How wide a text is, and where its lines break: estimates for a sans-serif letter, without a font at hand."""

_WIDTHS = {**dict.fromkeys("ijl.,:;'|!’", 0.3), **dict.fromkeys("ft()r-[] ", 0.4), **dict.fromkeys("mwMW…→", 0.95)}
_CAPITAL, _USUAL = 0.74, 0.61


def width(text: str, size: float) -> float:
    """Estimate the width of a text in the unit of `size`, the height of the letter; rather too much than too little."""
    return size * sum(_WIDTHS.get(letter, _CAPITAL if letter.isupper() else _USUAL) for letter in text)


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """Break the text into at most so many lines that fit; what is left out shows as an ellipsis."""
    fitted: list[str] = []
    for word in text.split():
        longer = f"{fitted[-1]} {word}" if fitted else word
        if fitted and width(longer, size) <= room:
            fitted[-1] = longer
        else:
            fitted += _pieces(word, size, room)
    if len(fitted) > most:
        fitted = fitted[:most]
        while width(fitted[-1] + "…", size) > room:
            fitted[-1] = fitted[-1][:-1]
        fitted[-1] = fitted[-1].rstrip(" .,") + "…"
    return fitted


def _pieces(word: str, size: float, room: float) -> list[str]:
    """Cut one word where it is wider than the room."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
