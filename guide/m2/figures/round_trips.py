"""A message there and back by four roads, by its size: a queue between threads, a pipe and TCP between processes, a copy."""

import contextlib
import multiprocessing
import socket
import struct
import threading
from queue import SimpleQueue

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main

SIZES = (1, 1 << 6, 1 << 10, 1 << 14, 1 << 18, 1 << 22)  # bytes in a message, one after the other
ROUNDS = 10  # how often each is measured, in turn
PASSES = 10  # how often all that is done; the picture has the best of all

HEAD = struct.Struct("<Q")  # how long the message is that follows: a connection is a stream of bytes and knows no messages


def echo_queue(here, there):
    while (message := here.get()) is not None:
        there.put(message)


def echo_pipe(pipe):
    with contextlib.suppress(EOFError):
        while True:
            pipe.send_bytes(pipe.recv_bytes())


def echo_tcp(pipe):
    """Says at which port it listens, and answers the first who calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        pipe.send(server.getsockname()[1])
        connection, _ = server.accept()
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(ConnectionError):
            while True:
                send(connection, receive(connection))


def send(connection, message):
    connection.sendall(HEAD.pack(len(message)) + message if len(message) < 1 << 14 else HEAD.pack(len(message)))
    if len(message) >= 1 << 14:
        connection.sendall(message)


def receive(connection):
    return exactly(connection, HEAD.unpack(exactly(connection, HEAD.size))[0])


def exactly(connection, size):
    """So many bytes; recv gives what has arrived, which may be less."""
    message = bytearray(size)
    at = memoryview(message)
    while at:
        got = connection.recv_into(at)
        if not got:
            raise ConnectionError("the other side has hung up")
        at = at[got:]
    return message


class Roads:
    """Everybody who answers, for as long as the `with` lasts; a road is a function of a message."""

    def __enter__(self):
        self._open = contextlib.ExitStack()
        there, back = SimpleQueue(), SimpleQueue()
        thread = threading.Thread(target=echo_queue, args=(there, back), daemon=True)
        thread.start()
        self._open.callback(thread.join)
        self._open.callback(there.put, None)
        pipe = self._process(echo_pipe)
        port = self._process(echo_tcp).recv()
        connection = self._open.enter_context(socket.create_connection(("127.0.0.1", port)))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return {
            "queue, threads": lambda message: (there.put(message), back.get())[1],
            "pipe, processes": lambda message: (pipe.send_bytes(message), pipe.recv_bytes())[1],
            "TCP, processes": lambda message: (send(connection, message), receive(connection))[1],
        }

    def _process(self, answer):
        """Another process that answers; returns our end of the pipe to it, whose closing ends it."""
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=answer, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._open.callback(process.join)
        self._open.callback(ours.close)
        return ours

    def __exit__(self, *error):
        self._open.close()


def measure():
    samples = {}
    with Roads() as roads:
        # Size after size, again and again: on which cores the two sides run stays the same for a while, and then changes.
        for _ in range(PASSES):
            for size in SIZES:
                for road, seconds in timed(roads, np.random.default_rng(1).bytes(size)).samples.items():
                    samples.setdefault(road, {}).setdefault(size, []).extend(seconds)
    curves = {road: [(size, min(seconds)) for size, seconds in of.items()] for road, of in samples.items()}
    small = [points[0][1] for points in curves.values()]
    large = [points[-1][1] for points in curves.values()]
    rate = [2 * SIZES[-1] / seconds / 1e9 for seconds in large]
    return ExperimentResult(
        f"A message there and back, by its size: best of {PASSES * ROUNDS} rounds",
        ["best–slowest", "queue", "pipe", "TCP", "two copies"],
        [
            [told(size), *(f"{duration(curves[road][at][1])}–{duration(max(samples[road][size]))}" for road in curves)]
            for at, size in enumerate(SIZES)
        ],
        f"A round trip with {told(SIZES[0])} takes at best {duration(small[0])} by a queue between threads, "
        f"{duration(small[1])} by a pipe between processes and {duration(small[2])} by TCP on the same machine. With "
        f"{told(SIZES[-1])} it takes {duration(large[0])}, {duration(large[1])} and {duration(large[2])}: the pipe carries "
        f"{rate[1]:.2g} GB a second, TCP {rate[2]:.2g}. Copying the bytes twice in memory takes {duration(large[3])}.",
        [Lines(Axis("size of the message", "bytes", log=True), Axis("there and back", "seconds", log=True), curves)],
    )


def timed(roads, message):
    assert all(road(message) == message for road in roads.values()), "what came back is not what was sent"
    source, target = np.frombuffer(message, "u1"), np.empty(len(message), "u1")
    works = {name: lambda road=road: road(message) for name, road in roads.items()}
    works["two copies"] = lambda: (np.copyto(target, source), np.copyto(target, source))
    return interleaved(works, ROUNDS, 3e-4)


def told(size):
    return next(f"{size >> shift} {unit}" for shift, unit in ((20, "MiB"), (10, "KiB"), (0, "B")) if size >> shift)


if __name__ == "__main__":
    main(measure, quick={"SIZES": (1, 1 << 10, 1 << 16), "ROUNDS": 2, "PASSES": 2})
