"""How wide a text is, and where its lines break: estimates for a sans-serif letter, without a font at hand."""

_WIDTHS = {**dict.fromkeys("ijl.,:;'|!’", 0.3), **dict.fromkeys("ft()r-[] ", 0.4), **dict.fromkeys("mwMW…→", 0.95)}
_CAPITAL, _USUAL = 0.74, 0.61


def width(text: str, size: float) -> float:
    """In the unit of ``size``, the height of the letter; rather too much than too little."""
    return size * sum(_WIDTHS.get(letter, _CAPITAL if letter.isupper() else _USUAL) for letter in text)


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """The text in at most so many lines that fit; what is left out shows as an ellipsis."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, size) <= room:
            found[-1] = longer
        else:
            found += _pieces(word, size, room)
    if len(found) > most:
        found = found[:most]
        while width(found[-1] + "…", size) > room:
            found[-1] = found[-1][:-1]
        found[-1] = found[-1].rstrip(" .,") + "…"
    return found


def _pieces(word: str, size: float, room: float) -> list[str]:
    """One word, cut where it is wider than the room."""
    found = [""]
    for letter in word:
        if found[-1] and width(found[-1] + letter, size) > room:
            found.append("")
        found[-1] += letter
    return found
