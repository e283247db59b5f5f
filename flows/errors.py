"""What can go wrong with a flow, as one tree: a caller catches one kind of it, or the root.

FlowsError
├── Mistake              complaints.py      one line of the file being read; the loader gathers them
├── CannotLoad           complaints.py      a flow with mistakes, each with line, reason and remedy
├── NoPoFile             po.py              a catalogue that is none
├── ExpressionError      expressions.py     a condition or text that cannot be compiled
├── PlayError            flow.py            the flow broke a rule while it was played
├── TooMuch              bounds.py          it computes more than a turn may
├── NoSuchDay            day_words.py       what was typed names a day that does not exist
├── SessionError         session.py         bytes that are no session
├── UnknownFlow          world.py           no such flow or version on the shelf; RetiredFlow: withdrawn
├── NoEnd, TooMany       paths.py, checks/  ways that cannot be followed
└── Failed               testing/           the flow did something else than its test says
"""


class FlowsError(Exception):
    """Is the root of every error of this package."""
