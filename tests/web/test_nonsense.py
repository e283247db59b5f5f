"""Whatever a visitor of the page sends, it is answered and nothing breaks: a sample here, 200,000 with --long."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import httpx
import pytest
from starlette.routing import Route

from bot.web.app import create_app
from tests.bot import building
from tests.bot.building import Town
from tests.web.conftest import Site

SEED = 30_11


class Wanted(NamedTuple):
    """What a visitor asks for."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")
PIECES = (
    *("", "0", "-1", "1", "99999999999999999999", "../../../etc/passwd", "%2e%2e%2f", "%00", "%ff%fe", "é", "\u202e"),
    *(
        "a" * 5000,
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "csv",
        "ods",
        "nl",
        "en",
        "?",
        "#",
        ";",
        "=",
        "&",
    ),
    *("data=", "hash=é", "user={", "NaN", "1e999", "٣", "true", "null", "[]", "2026-13-45", "\r\n"),
)
HEADERS = (
    ("cookie", "koersvast=%s"),
    ("cookie", "language=%s"),
    ("accept-language", "%s"),
    ("x-forwarded-for", "%s"),
    ("origin", "%s"),
    ("sec-fetch-site", "%s"),
    ("content-type", "application/%s"),
    ("content-type", "multipart/form-data; boundary=%s"),
    ("content-type", "application/x-www-form-urlencoded"),
    ("range", "bytes=%s"),
    ("if-modified-since", "%s"),
)


FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    "/app": (("data", "hash=0&user=%7B%7D"),),
    "/team/{team}/series": (("measure", "repeat_contacts"), ("month", "2026-10"), ("value", "7,5")),
}
PLACES = ("{token}", "{team}", "{format}", "{language}")
STAYS = 50
"""requests, after which somebody signs in again: among them are those that sign out"""


def wild(paths: Sequence[str], chance: random.Random) -> Wanted:
    """A request of the page with odd pieces in its places, odd headers and an odd body."""
    path = chance.choice(paths)
    for place in PLACES:
        path = path.replace(place, chance.choice(PIECES))
    if chance.random() < 0.3:
        path += chance.choice(PIECES)
    headers = {name: value.replace("%s", chance.choice(PIECES)) for name, value in chance.choices(HEADERS, k=2)}
    body = "".join(chance.choices(PIECES, k=chance.randrange(4))).encode(errors="surrogatepass")
    return Wanted(chance.choice(METHODS), path, headers, body)


def nearly_right(paths: Sequence[str], chance: random.Random, team: str) -> Wanted:
    """A request as a browser sends it, of somebody's own team, with one thing in it that is odd."""
    right = {"{team}": team, "{format}": "csv", "{language}": "nl", "{token}": "0" * 32}
    path, odd = chance.choice(paths), chance.choice(("place", "query", "header", "field", "nothing"))
    form = dict(FORMS.get(path, ()))
    spoiled = chance.choice(PLACES) if odd == "place" else ""
    address = path
    for place, value in right.items():
        address = address.replace(place, chance.choice(PIECES) if place == spoiled else value)
    if odd == "query":
        address += f"?{chance.choice(('back', 'signed-out', 'page'))}={chance.choice(PIECES)}"
    if odd == "field" and form:
        form[chance.choice(list(form))] = chance.choice(PIECES)
    headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    if odd == "header":
        name, value = chance.choice(HEADERS)
        headers[name] = value.replace("%s", chance.choice(PIECES))
    posts = bool(form) and chance.random() < 0.7
    body = urlencode(form, errors="surrogatepass").encode() if posts else b""
    return Wanted("POST" if posts else "GET", address, headers, body)


def requests(site: Site, chance: random.Random, team: str) -> Iterator[httpx.Request]:
    """Requests without end, of a visitor who comes from another address each time: no brake stops them."""
    paths = [route.path for route in create_app(site.runtime).routes if isinstance(route, Route)]
    while True:
        wanted = wild(paths, chance) if chance.random() < 0.5 else nearly_right(paths, chance, team)
        address = f"192.0.2.{chance.randrange(256)}" if chance.random() < 0.9 else chance.choice(PIECES)
        headers = {"x-forwarded-for": address} | wanted.headers
        try:
            yield site.visitor.build_request(
                wanted.method, httpx.URL(wanted.path), headers=headers, content=wanted.body
            )
        except (httpx.InvalidURL, ValueError, UnicodeError):
            continue  # no program could send this


async def answers(site: Site, town: Town, role: str, number: int, part: int = 0) -> Counter[int]:
    """None of so many requests of this role breaks the page; returned is how often it heard what."""
    chance = random.Random(f"{SEED} {role} {part}")  # noqa: S311 - a test that can be repeated
    heard: Counter[int] = Counter()
    person = getattr(town, role, town.bram)
    team = building.team_of(site.runtime, person, town.counter)
    for at, request in enumerate(itertools.islice(requests(site, chance, team), number)):
        if at % STAYS == 0:
            site.visitor.cookies.clear()
            await site.enter_as(role, town)
        if "cookie" not in request.headers:  # a request is built before the visitor is in
            site.visitor.cookies.set_cookie_header(request)
        answer = await site.visitor.send(request)
        heard[answer.status_code] += 1
        healthy = request.url.path.startswith("/health")  # 503 is its word for what is wrong elsewhere
        assert answer.status_code < 500 or healthy, f"{request!r} {request.headers} {request.content!r}"
    assert 200 == (await site.visitor.get("/live")).status_code
    return heard


async def test_odd_requests_are_answered(site: Site, town: Town) -> None:
    """A seeded sample, of which many come past the door: a lead sees what nobody else is shown."""
    stranger = await answers(site, town, "nobody", 400)
    lead = await answers(site, town, "bram", 400)
    assert lead[200] > stranger[200] + 10
    for role in ("carla", "operator"):
        await answers(site, town, role, 200)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
@pytest.mark.parametrize("role", ["nobody", "bram", "carla", "operator"])
async def test_two_hundred_thousand_odd_requests_are_answered(site: Site, town: Town, role: str, part: int) -> None:
    """The same at length, of each role in parts."""
    heard = await answers(site, town, role, 10_000, part)
    assert 10_000 == heard.total()
