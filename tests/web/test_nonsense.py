"""Whatever a visitor of the page sends, it is answered and nothing breaks: a sample here, 200,000 with --long."""

import itertools
import random
from collections.abc import Iterator

import httpx
import pytest
from starlette.routing import Route

from bot.web.app import create_app
from tests.bot.building import Town
from tests.web.conftest import Site, browse

SEED = 30_11
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


def requests(site: Site, chance: random.Random) -> Iterator[httpx.Request]:
    """Requests without end: routes of the page with odd pieces in their places, odd headers and odd bodies."""
    paths = [route.path for route in create_app(site.runtime).routes if isinstance(route, Route)]
    while True:
        path = chance.choice(paths)
        for place in ("{token}", "{team}", "{format}", "{language}", "{team:int}", "{language:str}"):
            path = path.replace(place, chance.choice(PIECES))
        if chance.random() < 0.3:
            path += chance.choice(PIECES)
        headers = [(name, value.replace("%s", chance.choice(PIECES))) for name, value in chance.choices(HEADERS, k=2)]
        body = "".join(chance.choices(PIECES, k=chance.randrange(4))).encode(errors="surrogatepass")
        try:
            yield site.visitor.build_request(
                chance.choice(METHODS), httpx.URL(path=path), headers=dict(headers), content=body
            )
        except (httpx.InvalidURL, ValueError, UnicodeError):
            continue  # no program could send this


async def answers(site: Site, town: Town, number: int) -> None:
    """None of so many requests breaks the page, whoever sends them."""
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated
    for role in ("nobody", "bram", "carla", "operator"):
        async with browse(site.runtime) as visitor:
            theirs = Site(site.runtime, visitor)
            await theirs.enter_as(role, town)
            for request in itertools.islice(requests(theirs, chance), number // 4):
                answer = await visitor.send(request)
                healthy = request.url.path.startswith("/health")  # 503 is its word for what is wrong elsewhere
                assert answer.status_code < 500 or healthy, f"{request!r} {request.headers} {request.content!r}"
            assert 200 == (await visitor.get("/live")).status_code


async def test_odd_requests_are_answered(site: Site, town: Town) -> None:
    """A seeded sample."""
    await answers(site, town, 800)


@pytest.mark.long
async def test_two_hundred_thousand_odd_requests_are_answered(site: Site, town: Town) -> None:
    """The same at length."""
    await answers(site, town, 200_000)
