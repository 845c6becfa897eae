import asyncio

from service.access.safeguards import guarded, safeguards


def sent(own, public_url=None):
    """The headers of an answer that has some of its own."""
    found = []

    async def send(message):
        found.append(message)

    async def answering():
        start = {"type": "http.response.start", "status": 200, "headers": own}
        sending = guarded(send, safeguards(public_url))
        await sending(start)
        await sending({"type": "http.response.body", "body": b""})

    asyncio.run(answering())
    return dict(found[0]["headers"])


def test_an_answer_keeps_what_it_says_itself():
    headers = sent([(b"cache-control", b"public, max-age=31536000, immutable")])

    assert headers[b"cache-control"] == b"public, max-age=31536000, immutable"
    assert headers[b"x-content-type-options"] == b"nosniff"


def test_what_answers_say_of_nothing_is_for_their_reader_alone():
    assert sent([])[b"cache-control"] == b"private, no-cache"


def test_our_own_forms_still_tell_where_they_come_from():
    assert sent([])[b"referrer-policy"] == b"same-origin"


def test_only_a_detour_on_https_says_so_for_a_year():
    assert b"strict-transport-security" not in sent([], "http://127.0.0.1:8000")
    assert sent([], "https://detour.acme.example")[b"strict-transport-security"] == b"max-age=31536000"
