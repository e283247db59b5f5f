"""All kinds of node, by their YAML word."""

from collections.abc import Callable, Mapping

from flows import flow, reader
from flows.nodes import act, ask, branch, call, end, enter, letter, pause, remember, reply, say, share, shuffle

Read = Callable[[reader.UnreadNode], flow.Node]
"""Reads one kind of node from a file; raises Mistake."""

NODES: Mapping[str, Read] = {
    "say": say.Say.read,
    "share": share.Share.read,
    "reply": reply.Reply.read,
    "letter": letter.Letter.read,
    "call": call.Call.read,
    "ask": ask.Ask.read,
    "branch": branch.Branch.read,
    "shuffle": shuffle.Shuffle.read,
    "remember": remember.Remember.read,
    "enter": enter.Enter.read,
    "pause": pause.Pause.read,
    "act": act.Act.read,
    "end": end.End.read,
}
