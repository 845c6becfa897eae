"""Bodies of webhooks: bounded in size however they come, bounded in time, and all together."""

import asyncio
import gzip
import random
import tracemalloc
import zlib

import pytest

from service.reception import (
    A_PIECE,
    FREELY,
    MOST_TIMES,
    BrokenError,
    GoneError,
    NoRoomError,
    Reception,
    Room,
    TooDenseError,
    TooLargeError,
    TooSlowError,
    UnknownEncodingError,
    unpacked,
)

LARGEST = 1000


def sent(*chunks, gone=False):
    """What the server hands over: the chunks, and then the end or a sender that hung up."""
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.disconnect"} if gone else {"type": "http.request", "body": b"", "more_body": False})
    waiting = iter(messages)

    async def receive():
        return next(waiting)

    return receive


def taken(reception, *chunks, headers=None, gone=False):
    return asyncio.run(reception.body(headers or {}, sent(*chunks, gone=gone)))


@pytest.fixture
def reception():
    return Reception(largest=LARGEST)


def test_a_body_in_chunks_is_put_together(reception):
    assert taken(reception, b"ab", b"", b"c") == b"abc"


@pytest.mark.parametrize(("size", "fits"), [(LARGEST, True), (LARGEST + 1, False)])
@pytest.mark.parametrize("told", [True, False])
def test_the_largest_body_fits_and_a_byte_more_does_not_whether_or_not_its_length_is_told(reception, size, fits, told):
    headers = {"content-length": str(size)} if told else {}
    chunks = [b"x" * 600, b"x" * (size - 600)]

    if fits:
        assert len(taken(reception, *chunks, headers=headers)) == size
    else:
        with pytest.raises(TooLargeError):
            taken(reception, *chunks, headers=headers)


def test_a_length_that_is_told_too_large_costs_no_reading(reception):
    async def never():
        raise AssertionError

    with pytest.raises(TooLargeError):
        asyncio.run(reception.body({"content-length": str(LARGEST + 1)}, never))


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress), ("GZIP ", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress)],
)
def test_a_compressed_body_is_what_its_sender_signed(reception, encoding, packed):
    packed_body = packed(b'{"a": 1}')

    assert taken(reception, packed_body[:5], packed_body[5:], headers={"content-encoding": encoding}) == b'{"a": 1}'


@pytest.mark.parametrize(("size", "fits"), [(LARGEST, True), (LARGEST + 1, False)])
def test_what_counts_is_the_size_when_it_is_unpacked(reception, size, fits):
    packed_body = gzip.compress(b"x" * size)

    if fits:
        assert len(taken(reception, packed_body, headers={"content-encoding": "gzip"})) == size
    else:
        with pytest.raises(TooLargeError):
            taken(reception, packed_body, headers={"content-encoding": "gzip"})


def test_a_bomb_is_never_unpacked_as_a_whole():
    bomb = gzip.compress(bytes(64 << 20))

    tracemalloc.start()
    with pytest.raises(TooLargeError):
        unpacked(bomb, 1 << 20)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 4 << 20


def test_a_body_that_becomes_far_longer_than_it_came_is_not_unpacked_to_its_end():
    bomb = gzip.compress(bytes(20 << 20), 1)
    most = MOST_TIMES * len(bomb)
    assert FREELY < most < 20 << 20

    tracemalloc.start()
    with pytest.raises(TooDenseError):
        unpacked(bomb, 25 << 20)
    _, held = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < most + FREELY


def test_a_short_body_may_be_as_alike_as_it_likes():
    assert unpacked(gzip.compress(bytes(FREELY)), 25 << 20) == bytes(FREELY)


def test_what_a_tracker_tells_may_become_as_long_as_any_body():
    told = b"".join(
        b'{"id": %d, "self": "https://acme.example/rest/api/2/issue/%d"}' % (one, one) for one in range(60_000)
    )
    assert len(told) > 3 * FREELY

    assert unpacked(gzip.compress(told, 9), 25 << 20) == told


def test_a_body_of_many_pieces_is_put_together_whichever_side_is_the_longer():
    varied, alike = random.Random(3).randbytes(3 * A_PIECE + 7), bytes(3 * A_PIECE + 7)

    assert unpacked(gzip.compress(varied), 1 << 20) == varied
    assert unpacked(gzip.compress(alike), 1 << 20) == alike


@pytest.mark.parametrize("place", [A_PIECE - 1, A_PIECE, A_PIECE + 1, 3 * A_PIECE])
def test_what_comes_behind_the_end_is_refused_wherever_the_pieces_end(place):
    packed_body = gzip.compress(random.Random(3).randbytes(place), 0)

    with pytest.raises(BrokenError):
        unpacked(packed_body + bytes(A_PIECE), 2 << 20)
    with pytest.raises(BrokenError):
        unpacked(packed_body + b"x", 2 << 20)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no gzip",
        gzip.compress(b"cut")[:-1],
        gzip.compress(b"one") + b"more",
        gzip.compress(b"one") + gzip.compress(b"another"),
    ],
    ids=["nothing", "something else", "cut off", "more behind it", "two of them"],
)
def test_what_is_not_one_compressed_body_is_refused(reception, broken):
    with pytest.raises(BrokenError):
        taken(reception, broken, headers={"content-encoding": "gzip"})


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "identity, gzip", "x" * 1000])
def test_an_encoding_that_is_not_understood_is_refused(reception, encoding):
    with pytest.raises(UnknownEncodingError):
        taken(reception, b"{}", headers={"content-encoding": encoding})


def test_a_sender_that_dawdles_is_not_waited_for():
    async def dawdles():
        await asyncio.sleep(60)

    with pytest.raises(TooSlowError):
        asyncio.run(Reception(patience=0.01).body({}, dawdles))


def test_a_sender_that_hung_up_gets_no_answer(reception):
    with pytest.raises(GoneError):
        taken(reception, b"ab", gone=True)


def test_all_bodies_together_have_so_much_room_and_what_leaves_gives_its_own_back():
    reception = Reception(largest=LARGEST, room=Room(1500))

    async def scenario():
        half = asyncio.Event()
        first = sent(b"x" * 1000)

        async def receive():
            message = await first()
            if not message["body"]:
                half.set()
                await asyncio.sleep(0.05)
            return message

        task = asyncio.create_task(reception.body({}, receive))
        await half.wait()
        with pytest.raises(NoRoomError):
            await reception.body({}, sent(b"y" * 501))
        fits = await reception.body({}, sent(b"y" * 500))
        await task
        return len(fits), len(await reception.body({}, sent(b"z" * 1000)))

    assert asyncio.run(scenario()) == (500, 1000)
    assert reception.room.left == 1500


@pytest.mark.parametrize("headers", [{}, {"content-encoding": "gzip"}])
def test_what_is_refused_gives_its_room_back_too(headers):
    reception = Reception(largest=LARGEST, room=Room(5000))

    for _ in range(10):
        with pytest.raises((TooLargeError, BrokenError)):
            taken(reception, b"x" * 999, b"x" * (1 if headers else 2), headers=headers)

    assert reception.room.left == 5000
