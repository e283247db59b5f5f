"""The closed lists of the flow language: words that a file may use and that the bot understands."""

import re

ROLES = ("employee", "lead", "coach")
PRINCIPLES = ("why", "result", "ahead", "together")
POLICIES = ("wait", "join", "interrupt")
SEEN_BY = ("self", "team", "shared")
KEEPS = ("goal",)
OUTCOMES = ("postponed", "declined", "on_leave", "stop_all")
ACTS = ("act", "plan", "promise", "verdict", "line")
LINE_MOVES = ("choose", "ask", "hear", "not_yet", "hinder", "promise", "close", "drop")
AUDIENCES = ("lead", "coach")
MOMENTS = (
    *("later_today", "tomorrow", "next_working_day", "next_week", "in_one_week", "in_two_weeks", "in_four_weeks"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("next_prompt", "reminder", "expiry"),
)
REMEMBERED = ("language", "tone", "working_days", "prompt_day", "prompt_time")
TONES = ("je", "u")

END = "end"
ANY = "*"
SKIPPED = "skipped"
THREATENING = "threatening"
NOT_APPLICABLE = "na"

FLOW_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
KEY = re.compile(r"[a-z0-9_]{1,24}")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")

OWN_COMMANDS = frozenset(
    (
        "team", "pagina", "page", "maandag", "monday", "voortgang", "progress", "terug", "back", "overslaan", "skip",
        "instellingen", "settings", "weg", "away", "volgende", "next", "waaromnu", "whynow", "pauze", "pause", "verder",
        "resume", "stop", "wie", "who", "proef", "try", "gedeeld", "shared", "dagboek", "diary",
        "mijngegevens", "mydata", "verwijder",
        "erase", "help", "start", "maatje", "buddy",
    )
)  # fmt: skip
"""What the bot does itself, whatever flows there are; the menu of the bot has the same."""

RESERVED_NAMES = frozenset(
    ("and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "loop", "end", "language", "tone", "item")
)
RESERVED_KEYS = frozenset((SKIPPED, THREATENING, "when", "go", "else"))

FACTS = frozenset(
    (
        "role", "language", "tone", "times", "week", "trial", "prompted", "team", "working_days", "prompt_day",
        "prompt_time", "controller", "privacy_contact", "legal_ground", "works_council_decision", "help_contact",
        "keep_text_days", "keep_score_days", "keep_goal_days", "last", "kept", "often", "last_plan",
        "last_plan_weeks", "plan_misses", "plan_steady", "earlier_success",
        "low", "weeks_since", "habit_due", "team_item_due", "lookback_due", "booster_due", "month",
        "team_item", "weeks_done", "weeks_possible", "quarter", "promises",
        "promise", "topic", "line", "work", "works", "work_due", "cases", "wording", "recipients", "receivers",
        "unanswered", "habit_strong", "moments", "handover", "buddy",
    )
)  # fmt: skip
"""Names that the bot supplies to every flow; docs/flow-language.md says what each of them is."""

READ_BY_THE_BOT = frozenset(
    (
        *("plan_lukte", "automatisch", "waarom", "resultaat", "vooruit", "samen"),
        *("diep_waarom", "diep_resultaat", "diep_vooruit", "diep_samen", "werk", "opfrisser"),
    )
)
"""Saved names of answers that the bot itself looks at later, for its facts and for /voortgang."""

OF_A_CONVERSATION = frozenset(("times", "prompted", "promise", "wording", "moments", "handover", "buddy"))
"""Facts about one conversation: while the programme decides whether to begin one, there is none yet."""
