"""The page's own words, Dutch and English."""

from datetime import date, datetime

LANGUAGES = {"nl": "Nederlands", "en": "English"}
_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Oefentelefoons", "Practice phones"),
    "note": ("Een nabootsing van Telegram, op je eigen computer.", "An imitation of Telegram, on your own computer."),
    "skip": ("Naar de telefoons", "Skip to the phones"),
    "language": ("Taal van deze pagina", "Language of this page"),
    "phones": ("Telefoons", "Phones"),
    "new_phone": ("Nog een telefoon", "Another phone"),
    "name": ("Naam", "Name"),
    "open": ("Openen", "Open"),
    "existing": ("Of open de telefoon van", "Or open the phone of"),
    "empty_title": ("Er is nog geen telefoon open", "No phone is open yet"),
    "empty": ("Geef iemand een telefoon en praat met de chatbot.", "Give somebody a phone and talk to the chatbot."),
    "chat_with": ("in gesprek met", "talking with"),
    "bot": ("chatbot", "chatbot"),
    "messages": ("Berichten van", "Messages of"),
    "message": ("Bericht", "Message"),
    "write": ("Schrijf een bericht", "Write a message"),
    "send": ("Versturen", "Send"),
    "commands": ("Opdrachten", "Commands"),
    "no_commands": ("Nog geen opdrachten", "No commands yet"),
    "more": ("Meer", "More"),
    "start": ("Start", "Start"),
    "code": ("Uitnodiging (link of code), als je die hebt", "Invitation (link or code), if you have one"),
    "blocked": ("Je hebt de chatbot geblokkeerd.", "You have blocked the chatbot."),
    "block": ("Chatbot blokkeren", "Block the chatbot"),
    "unblock": ("Blokkade opheffen", "Unblock"),
    "close": ("Telefoon sluiten", "Close phone"),
    "phone_english": ("Telefoon in het Engels zetten", "Switch phone to English"),
    "phone_dutch": ("Telefoon in het Nederlands zetten", "Switch phone to Dutch"),
    "send_photo": ("Stuur een foto", "Send a photo"),
    "send_voice": ("Stuur een spraakbericht", "Send a voice message"),
    "send_sticker": ("Stuur een sticker", "Send a sticker"),
    "send_location": ("Stuur een locatie", "Send a location"),
    "edited": ("bewerkt", "edited"),
    "edit": ("Bewerk", "Edit"),
    "editing": ("Je bewerkt je bericht", "You are editing your message"),
    "cancel": ("Annuleren", "Cancel"),
    "typing": ("is aan het typen", "is typing"),
    "photo": ("Afbeelding", "Picture"),
    "enlarge": ("Vergroot afbeelding", "Enlarge picture"),
    "voice": ("Spraakbericht", "Voice message"),
    "sticker": ("Sticker", "Sticker"),
    "location": ("Locatie", "Location"),
    "download": ("Download", "Download"),
    "me": ("Ik", "Me"),
    "ok": ("Oké", "OK"),
    "shut": ("Sluiten", "Close"),
    "new": ("nieuw", "new"),
    "jump": ("Naar het nieuwste bericht", "To the newest message"),
    "keys": ("Antwoordtoetsen", "Reply keys"),
    "clock": ("Klok", "Clock"),
    "next": ("Gepland voor het team", "Planned for the team"),
    "nothing_due": ("Er staat niets gepland", "Nothing is planned"),
    "to_next": ("Verder tot er een bericht komt", "On until a message comes"),
    "next_short": ("Volgende bericht", "Next message"),
    "today": ("vandaag", "today"),
    "tomorrow": ("morgen", "tomorrow"),
    "hour": ("+1 uur", "+1 hour"),
    "day": ("+1 dag", "+1 day"),
    "other_moment": ("Ander moment", "Other moment"),
    "go": ("Ga", "Go"),
    "moving": ("De klok loopt …", "The clock is moving …"),
    "silent": ("De klok van de chatbot antwoordt niet", "The chatbot's clock does not answer"),
    "failed": ("Dat lukte niet", "That did not work"),
    "away": ("Geen verbinding met de server. Ik probeer het opnieuw.", "No connection to the server. Trying again."),
    "employee": ("medewerker", "employee"),
    "lead": ("leidinggevende", "team lead"),
    "coach": ("coach", "coach"),
}  # fmt: skip
_DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """Gather all words of the page in one language."""
    column = 1 if language == "en" else 0
    return {name: pair[column] for name, pair in _WORDS.items()}


def day(language: str, moment: date) -> str:
    """Write a day in words: donderdag 26 november 2026."""
    return f"{_DAYS[language][moment.weekday()]} {moment.day} {_MONTHS[language][moment.month - 1]} {moment.year}"


def middle_day(language: str, moment: date) -> str:
    """Write a day as a clock shows it: do 26 november 2026."""
    cut = 2 if language == "nl" else 3
    return f"{_DAYS[language][moment.weekday()][:cut]} {moment.day} {_MONTHS[language][moment.month - 1]} {moment.year}"


def short_day(language: str, moment: date) -> str:
    """Write a day in few letters: do 26 nov."""
    cut = 2 if language == "nl" else 3
    return f"{_DAYS[language][moment.weekday()][:cut]} {moment.day} {_MONTHS[language][moment.month - 1][:3]}"


def hour(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def size(amount: int) -> str:
    """Write a file's size for people."""
    if amount < 1024:
        return f"{amount} B"
    return f"{amount / 1024:.0f} kB" if amount < 1024 * 1024 else f"{amount / 1024 / 1024:.1f} MB"
