"""Ways through a flow: every button of every question once, and random walks."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from flows import resumes
from flows.kinds import several
from tests.library import stage

LONGEST = 60


def moves(play: stage.LibraryPlay, typed: Sequence[str] = ()) -> Iterator[stage.LibraryPlay]:
    """Every next moment: each button, a typed answer, what is typed besides, skipping; the end of a pause."""
    if play.session.wait and not play.session.wait.answer:
        yield play.hear(resumes.Timeout())
        return
    where, node = play.node.split(":")
    question = stage.questions(where)[node]
    for choice in play.choices:
        pressed = play.press(choice)
        if pressed.node == play.node and several.DONE in pressed.choices and choice != several.DONE:
            pressed = pressed.press(several.DONE)
        yield pressed
    if question.answers.typed:
        yield play.type(question.answers.samples[0])
    yield from map(play.type, typed)
    if question.skip:
        yield play.hear(resumes.Skip())


def everywhere(
    name: str, voice: tuple[str, str], *, typed: Sequence[str] = (), **facts: Any
) -> Iterator[stage.LibraryPlay]:
    """Every moment that is reached when each button of each question is pressed once, and this typed to each."""
    todo, places = [stage.LibraryPlay.begin(name, voice, **facts)], set[tuple[str, object]]()
    while todo:
        play = todo.pop()
        yield play
        place = (play.node, play.session.partial.get("step"))
        if play.node and place not in places:
            places.add(place)
            todo += moves(play, typed)


def wander(name: str, voice: tuple[str, str], seed: int, **facts: Any) -> list[stage.LibraryPlay]:
    """Every moment of one conversation to its end, by chance."""
    choose = Random(seed)  # noqa: S311 - a walk, not a secret
    plays = [stage.LibraryPlay.begin(name, voice, draw=str(seed), **facts)]
    while plays[-1].node and len(plays) < LONGEST:
        plays.append(choose.choice(list(moves(plays[-1]))))
    return plays
