"""Frames on the socket: 4 bytes of length, big-endian, then a JSON message or an array of them.

Uses the C parts of the json and socket modules directly where they are: importing the Python parts
takes longer than everything else the worker does to start.
"""
import _socket

RECEIVE = 1 << 18


class Closed(Exception):
    """The executor is gone; `clean` when it left at the border of a frame."""

    def __init__(self, clean):
        super().__init__("channel closed")
        self.clean = clean


class ProtocolError(Exception):
    """The executor sent something that is no message."""


def _fast_codec():
    import _json

    class Options:
        strict = True
        object_hook = None
        object_pairs_hook = None
        parse_float = float
        parse_int = int
        memo = {}

        @staticmethod
        def parse_constant(name):
            raise ValueError(name + " is no JSON")

    scan = _json.make_scanner(Options())

    def refuse(value):
        raise TypeError(type(value).__name__)

    quote = _json.encode_basestring
    write = _json.make_encoder(None, refuse, quote, None, ":", ",", False, False, False)

    def decode(text):
        text = text.strip(" \t\r\n")
        try:
            value, end = scan(text, 0)
        except StopIteration:
            raise ValueError("no JSON value")
        if end != len(text):
            raise ValueError("more text after the JSON value")
        return value

    def encode(value):
        return "".join(write(value, 0))

    if decode(encode({"a": [1, "\u00e4\n", None, 1.5]})) != {"a": [1, "\u00e4\n", None, 1.5]}:
        raise ImportError("the C parts of json are not as expected")
    return decode, encode


def _plain_codec():
    import json

    encoder = json.JSONEncoder(
        ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
    )
    return json.loads, encoder.encode


try:
    decode, encode = _fast_codec()
except Exception:
    decode, encode = _plain_codec()


def connect(address):
    """Connects to `unix:/path`."""
    scheme, _, path = address.partition(":")
    if scheme != "unix":
        raise ProtocolError("JOBC_CONNECT names no known transport: " + address)
    sock = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    sock.connect(path)
    return sock


class Channel:
    """One connection. Messages received wait in `inbox`; `on_message` sees each when it arrives."""

    def __init__(self, sock, max_frame, on_message):
        self.sock = sock
        self.max_frame = max_frame
        self.on_message = on_message
        self.inbox = []
        self._buffer = bytearray()

    def receive(self):
        """Waits until something arrives."""
        self._feed(self.sock.recv(RECEIVE))

    def poll(self):
        """Takes in what has arrived, without waiting."""
        try:
            while True:
                data = self.sock.recv(RECEIVE, _socket.MSG_DONTWAIT)
                if not data:
                    return  # the next receive() sees it again
                self._feed(data)
        except BlockingIOError:
            pass

    def send(self, payload):
        self.sock.sendall(len(payload).to_bytes(4, "big") + payload)

    def close(self):
        self.sock.close()

    def _feed(self, data):
        buffer = self._buffer
        if not data:
            raise Closed(not buffer)
        buffer += data
        start = 0
        while len(buffer) - start >= 4:
            length = int.from_bytes(buffer[start : start + 4], "big")
            if length > self.max_frame:
                raise ProtocolError(_too_large(bytes(buffer[start : start + 64]), length))
            if len(buffer) - start - 4 < length:
                break
            payload = buffer[start + 4 : start + 4 + length]
            start += 4 + length
            self._hand(payload)
        del buffer[:start]

    def _hand(self, payload):
        try:
            value = decode(payload.decode("utf-8"))
        except ValueError as e:
            raise ProtocolError("a frame holds no JSON: %s" % e)
        for message in value if type(value) is list else (value,):
            if type(message) is not dict or type(message.get("t")) is not str:
                raise ProtocolError("a frame holds no message")
            if self.on_message(message):
                self.inbox.append(message)


def _too_large(head, length):
    if all(32 <= byte < 127 or byte in b"\r\n\t" for byte in head[:4]):
        return "text was written to the protocol channel: %r" % head.decode("latin-1")
    return "frame_too_large: a frame of %d bytes" % length
