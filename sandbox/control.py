"""Playing people and troubles from outside the process: JSON over HTTP below /sandbox/."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import guide, history, people
from sandbox.bot_clock import BotClock, ClockReading, ClockSilent
from sandbox.chats import Chat
from sandbox.faults import Fault, FaultKind
from sandbox.guide import Guide, PhoneOffer
from sandbox.people import PhoneOwner, Press
from sandbox.refusals import Refusal
from sandbox.telegram import Telegram

_encode = msgspec.json.Encoder().encode
Doing = Callable[[Request], Awaitable[object]]
MOMENTS_AT_MOST = 100  # that the clock passes in search of a word on one of the phones


class NewPerson(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    language: str = "nl"
    role: str = ""
    deep_link: str = ""
    shown: bool = True


class PhoneSettings(msgspec.Struct, forbid_unknown_fields=True):
    """What may be changed about a phone; None leaves it."""

    language: str | None = None
    role: str | None = None
    deep_link: str | None = None
    shown: bool | None = None


class Deed(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody does; each act uses the fields it needs."""

    text: str = ""
    label: str = ""
    data: str = ""
    message: int | None = None
    payload: str = ""


class Planned(msgspec.Struct, forbid_unknown_fields=True):
    kind: FaultKind
    method: str = "*"
    times: int | None = 1
    probability: float = 1.0
    seed: int = 0
    retry_after: int = 1
    seconds: float = 0.0
    status: int = 403
    body: str = "<html><body><h1>403 Forbidden</h1></body></html>"


class Move(msgspec.Struct, forbid_unknown_fields=True):
    to: str


ACTS: dict[str, Callable[[PhoneOwner, Deed], Awaitable[object]]] = {
    "starts": lambda person, deed: person.starts(deed.payload),
    "says": lambda person, deed: person.says(deed.text),
    "presses": lambda person, deed: _presses(person, deed),
    "chooses": lambda person, deed: person.chooses(deed.label),
    "edits": lambda person, deed: person.edits(deed.message or 0, deed.text),
    "photo": lambda person, deed: person.sends_photo(caption=deed.text),
    "voice": lambda person, _deed: person.sends_voice(),
    "sticker": lambda person, _deed: person.sends_sticker(),
    "location": lambda person, _deed: person.sends_location(),
    "document": lambda person, deed: person.sends_document(deed.label, deed.text.encode(), "application/yaml"),
    "blocks": lambda person, _deed: person.blocks(),
    "unblocks": lambda person, _deed: person.unblocks(),
}


async def _presses(person: PhoneOwner, deed: Deed) -> Press:
    if deed.data and deed.message:
        return person.presses_data(deed.message, deed.data, deed.label or deed.data)
    return await person.presses(deed.label, message=deed.message)


class Control:
    """The routes; every answer is JSON, a mistake is 400 with {"error": a sentence}."""

    def __init__(self, telegram: Telegram, bot_clock: BotClock | None) -> None:
        self.telegram = telegram
        self.bot_clock = bot_clock

    def routes(self) -> list[Route]:
        chat = "/sandbox/chats/{chat:int}"
        return [
            self._route("/sandbox/guide", "POST", self.put_guide),
            self._route("/sandbox/offers/{offer:int}", "POST", self.take_offer),
            self._route("/sandbox/people", "GET", self.everybody),
            self._route("/sandbox/people", "POST", self.join),
            self._route(chat, "GET", self.look),
            self._route(chat, "PATCH", self.change),
            self._route(f"{chat}/transcript", "GET", self.transcript),
            self._route(f"{chat}/sees", "GET", self.sees),
            self._route(f"{chat}/history", "POST", self.put_history),
            self._route(f"{chat}/{{act}}", "POST", self.act),
            self._route("/sandbox/faults", "GET", self.faults),
            self._route("/sandbox/faults", "POST", self.add_fault),
            self._route("/sandbox/faults", "DELETE", self.clear_faults),
            self._route("/sandbox/clock", "GET", self.read_clock),
            self._route("/sandbox/clock", "POST", self.move_clock),
        ]

    def _route(self, path: str, method: str, doing: Doing) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return _json(200, await doing(request))
            except (Refusal, people.CannotDo, people.NotSeen, ClockSilent, guide.NotInvited) as problem:
                return _json(409, {"error": str(problem)})
            except (msgspec.DecodeError, ValueError) as problem:
                return _json(400, {"error": str(problem)})

        return Route(path, endpoint, methods=[method])

    def _person(self, request: Request) -> PhoneOwner:
        chat = self.telegram.chats.get(request.path_params["chat"])
        if chat is None:
            raise people.CannotDo(f"there is no chat {request.path_params['chat']}")
        return self.telegram.at(chat)

    async def everybody(self, _request: Request) -> object:
        return [_profile(self.telegram.at(chat)) for chat in self.telegram.chats.values()]

    async def join(self, request: Request) -> object:
        """Bring in a person by name: the one there is, or a new one."""
        asked = msgspec.json.decode(await request.body(), type=NewPerson)
        person = self.telegram.person(asked.name, asked.language, asked.role)
        person.chat.shown = asked.shown
        person.chat.deep_link = asked.deep_link or person.chat.deep_link
        self.telegram.save_chat(person.chat)
        return _profile(person)

    async def put_guide(self, request: Request) -> object:
        self.telegram.guide = msgspec.json.decode(await request.body(), type=Guide)
        return {"steps": len(self.telegram.guide.steps)}

    async def take_offer(self, request: Request) -> object:
        """Add an offered phone, with an invitation in it."""
        offers = self.telegram.guide.offers if self.telegram.guide else []
        if request.path_params["offer"] >= len(offers):
            raise people.CannotDo("nobody offers this phone")
        return await self._invited(offers[request.path_params["offer"]])

    async def _invited(self, offer: PhoneOffer) -> object:
        person = self.telegram.person(offer.name, self.telegram.language, offer.role)
        if self.telegram.guide is not None and not person.chat.started:
            person.chat.deep_link = await guide.invitation(self.telegram.guide, offer.role)
        person.chat.shown = True
        self.telegram.save_chat(person.chat)
        return _profile(person)

    async def look(self, request: Request) -> object:
        person = self._person(request)
        screen = [{**msgspec.to_builtins(shown), "buttons": shown.buttons} for shown in person.screen()]
        return {**_profile(person), "screen": screen, "keyboard": person.chat.keyboard, "menu": person.menu()}

    async def change(self, request: Request) -> object:
        person = self._person(request)
        for name, value in msgspec.structs.asdict(
            msgspec.json.decode(await request.body(), type=PhoneSettings)
        ).items():
            if value is not None:
                setattr(person.chat, name, value)
        self.telegram.save_chat(person.chat)
        return _profile(person)

    async def transcript(self, request: Request) -> object:
        return self._person(request).transcript()

    async def sees(self, request: Request) -> object:
        """Wait for a text of the bot: ?text=…&timeout=seconds&after=message id."""
        asked = request.query_params
        timeout, after = float(asked.get("timeout", "5")), int(asked.get("after", "0"))
        return await self._person(request).sees(asked["text"], timeout, after=after)

    async def put_history(self, request: Request) -> object:
        entries = msgspec.json.decode(await request.body(), type=list[history.Earlier])
        return {"messages": history.put(self.telegram, self._person(request).chat, entries)}

    async def act(self, request: Request) -> object:
        person, name = self._person(request), request.path_params["act"]
        if name not in ACTS:
            raise people.CannotDo(f"nobody can do {name!r}; there are {', '.join(ACTS)}")
        body = await request.body()
        done = await ACTS[name](person, msgspec.json.decode(body or b"{}", type=Deed))
        if isinstance(done, Press):
            return {"query": done.query.id}
        return {"message": done} if isinstance(done, int) else {}

    async def faults(self, _request: Request) -> object:
        return {
            "planned": [_described(fault) for fault in self.telegram.faults.planned],
            "struck": self.telegram.faults.struck,
        }

    async def add_fault(self, request: Request) -> object:
        planned = msgspec.json.decode(await request.body(), type=Planned)
        return _described(self.telegram.faults.add(Fault(**msgspec.structs.asdict(planned))))

    async def clear_faults(self, _request: Request) -> object:
        self.telegram.faults.clear()
        return {}

    async def read_clock(self, _request: Request) -> object:
        return await self._clock().read()

    async def move_clock(self, request: Request) -> object:
        to = msgspec.json.decode(await request.body(), type=Move).to
        moved = await (self._move_on() if to == "next" else self._clock().move(to))
        self.telegram.tell(None, "clock", moved)
        return moved

    async def _move_on(self) -> ClockReading:
        """From moment to moment until a phone that is shown hears something: most moments are other people's."""
        shown = [chat for chat in self.telegram.chats.values() if chat.shown]
        clock, before = self._clock(), _heard(shown)
        moved = await clock.read()
        for _ in range(MOMENTS_AT_MOST):
            moved = await clock.move_on(moved)
            if not shown or _heard(shown) != before or moved.next_due is None:
                break
        return moved

    def _clock(self) -> BotClock:
        if self.bot_clock is None:
            raise ClockSilent("this sandbox was not told of a clock")
        return self.bot_clock


def _json(status: int, content: object) -> Response:
    return Response(_encode(content), status, media_type="application/json")


def _heard(chats: Sequence[Chat]) -> int:
    return sum(line.who == "bot" for chat in chats for line in chat.lines)


def _profile(person: PhoneOwner) -> dict[str, Any]:
    chat = person.chat
    names = ("id", "name", "language", "role", "started", "blocked", "shown", "deep_link")
    return {name: getattr(chat, name) for name in names}


def _described(fault: Fault) -> dict[str, Any]:
    names = ("kind", "method", "times", "probability", "seed", "retry_after", "seconds", "status")
    return {name: getattr(fault, name) for name in names}
