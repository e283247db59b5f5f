"""Ask another program something."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flows import enquiry, expressions, flow, reader
from flows.json_value import JSON
from flows.nodes import previewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(flow.Node):
    """Ask another program, at an address that the operator has configured, and go on with its answer. Whatever goes
    wrong leads on by `failed`; nobody waits longer than a minute. With `ask` the person first sees exactly what
    would be sent where, and it goes by their own button only; else the way is `declined`. Without `ask` nothing
    may be sent that is known of anybody, nor may an answer lead to it; in a flow that is `private` nothing is sent.

    ::

        start:
          ask: Hoe druk is het bij jou?
          choice: {rustig: Rustig, druk: Druk}
        vraag:
          call: wachttijd
          send: {drukte: "{{ start }}"}
          ask: Mag ik vragen hoe het elders is?
          take: {minuten: wachttijd.minuten}
          next: {failed: onbekend, declined: klaar, "*": bekend}
        bekend:
          end: "De wachttijd is nu {{ minuten }} minuten."
        onbekend:
          end: De wachttijd is nu niet bekend.
        klaar:
          end: Dan vraag ik niets.
    """

    word: ClassVar[str] = "call"
    waits: ClassVar[bool] = True
    enquiry: enquiry.Enquiry

    @classmethod
    def read(cls, step: reader.UnreadNode) -> flow.Node:
        parts = step.only(["call"], ["send", "take", "ask", "unanswered"])
        if "ask" in parts:
            return previewed.PreviewedCall.read(step)
        if "unanswered" in parts:
            raise parts["unanswered"].mistake("nothing is asked here", "write ask: as well, or remove it")
        return cls(enquiry=enquiry.Enquiry.read(step), **step.common((enquiry.FAILED,)))

    @property
    def address(self) -> str:
        return self.enquiry.address

    def play(self, turn: flow.Play) -> str | None:
        if self.enquiry.tells or turn.is_private or not turn.is_passed_by_all:
            turn.withhold()
            return self.answered(turn, None, ())
        turn.call(self.address, self.enquiry.body(turn.view.context))
        return None

    def answered(self, turn: flow.Play, answer: Mapping[str, JSON] | None, needed: Container[str]) -> str:
        """Keep what was taken from the answer; None: there was none. Where it goes on."""
        return self.enquiry.end(turn, self.exits, answer, needed)

    def shows(self) -> Iterator[expressions.Reads]:
        yield from self.enquiry.reads()

    def sets(self) -> frozenset[str]:
        return frozenset(self.enquiry.takes)

    def keys(self) -> frozenset[str] | None:
        return frozenset((enquiry.FAILED,))
