"""The PostgreSQL of the tests is a real one, and each test has it to itself."""

import psycopg
from sqlalchemy import make_url

TABLE = "CREATE TABLE answers (said text)"


def test_it_is_a_real_server_with_text_in_utf8(postgres_url: str) -> None:
    """What is stored is what was said, emoji and all, by a server that names itself."""
    with _connect(postgres_url) as connection:
        connection.execute(TABLE)
        connection.execute("INSERT INTO answers VALUES (%s)", ["Als ik bel, dan vraag ik eerst waarom 🙂"])
        assert [("Als ik bel, dan vraag ik eerst waarom 🙂",)] == connection.execute(
            "SELECT said FROM answers"
        ).fetchall()
        assert [("UTF8",)] == connection.execute("SHOW server_encoding").fetchall()


def test_every_test_starts_with_an_empty_database(postgres_url: str) -> None:
    """The table of the test before is not there."""
    with _connect(postgres_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert [] == tables


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    address = make_url(url)
    return psycopg.connect(host=str(address.query["host"]), user=address.username, dbname=address.database)
