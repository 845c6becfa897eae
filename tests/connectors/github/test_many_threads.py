import httpx
import pytest
import respx

from connectors.contract import Denied, Touched, Unavailable
from tests.connectors.github.asking import API, answering, ask, github, nodes

THREAD = "/repos/acme/web/issues/1/comments"
TIMES = {"createdAt": "2026-11-01T00:00:00Z", "updatedAt": "2026-11-01T00:00:00Z", "lastEditedAt": None}
ANN = {"type": "User", "login": "Ann"}


@pytest.fixture
def mocked():
    with respx.mock(base_url=API, assert_all_called=False) as router:
        yield router


def touched(number):
    return Touched(github(f"acme/web#{number}"), node_id=f"I_{number}")


def said(number, **fields):
    none = {"viewerDidAuthor": False, "author": ANN, "editor": None}
    return {"id": f"C_{number}", "databaseId": str(number), "body": "hello"} | TIMES | none | fields


def thread(*comments, more=False):
    return {"id": "I", "comments": {"nodes": list(comments), "pageInfo": {"hasNextPage": more}}}


def test_comments_come_by_their_number_with_who_wrote_them(mocked):
    bot = said(3_000_000_001, author={"type": "Bot", "login": "detour"}, viewerDidAuthor=True)
    answering(mocked, nodes(thread(bot, said(2), said(1, author=None)), None))

    [comments, gone] = ask("threads", [touched(1), touched(2)])

    assert [(one.id, one.author, one.own) for one in comments] == [
        ("1", "", False),
        ("2", "github:@ann", False),
        ("3000000001", "github:@detour[bot]", True),
    ]
    assert isinstance(gone, Denied)


LATER = {"updatedAt": "2026-11-02T00:00:00Z", "lastEditedAt": "2026-11-02T00:00:00Z"}


@pytest.mark.parametrize(
    ("fields", "by_others"),
    [
        (LATER | {"editor": {"login": "Ann"}}, False),
        (LATER | {"editor": {"login": "ben"}}, True),
        (LATER | {"editor": None}, True),
        (LATER | {"editor": {"login": "Ann"}, "author": None}, True),
        ({"editor": {"login": "ben"}, "lastEditedAt": "2026-11-01T00:00:00Z"}, False),
        ({"updatedAt": "2026-11-02T00:00:00Z"}, False),
    ],
)
def test_words_that_another_account_changed_are_not_the_authors(mocked, fields, by_others):
    answering(mocked, nodes(thread(said(1, **fields))))

    [[one]] = ask("threads", [touched(1)])

    assert one.edited_by_others is by_others


def test_a_thread_with_a_hidden_comment_is_read_by_itself(mocked):
    user = {"login": "ann", "type": "User"}
    mocked.get(THREAD).respond(json=[{"id": at, "user": user, "created_at": "", "updated_at": ""} for at in (1, 2)])
    answering(mocked, nodes(thread(said(1), None)), {"data": {"viewer": {"login": "detour"}}})

    [comments] = ask("threads", [touched(1)])

    assert [one.id for one in comments] == ["1", "2"]


def test_what_may_be_there_the_next_time_is_not_called_gone(mocked):
    wrong = {"message": "Something went wrong while executing your query", "path": ["nodes", 0]}
    answering(mocked, nodes(None, errors=[wrong]))
    mocked.get(THREAD).respond(503)

    [late] = ask("threads", [touched(1)])

    assert isinstance(late, Unavailable)
    assert not isinstance(late, Denied)


def test_where_nobody_may_look_there_is_nothing(mocked):
    mocked.post("/graphql").mock(return_value=httpx.Response(403, json={"message": "Forbidden"}))

    assert all(isinstance(one, Denied) for one in ask("threads", [touched(1), touched(2)]))


def test_an_answer_of_another_shape_is_not_understood(mocked):
    answering(mocked, nodes({"comments": []}))

    [late] = ask("threads", [touched(1)])

    assert "not understood" in str(late)
