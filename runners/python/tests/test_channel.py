import unittest

from jobc_runner import channel


class FakeSocket:
    def __init__(self):
        self.sent = b""

    def sendall(self, data):
        self.sent += data


def frame(payload):
    return len(payload).to_bytes(4, "big") + payload


class Codecs(unittest.TestCase):
    def test_the_fast_codec_and_the_plain_one_agree(self):
        fast, plain = channel._fast_codec(), channel._plain_codec()
        for value in (
            (None, True, 0, -1, 1 << 62, 1.5, -0.0, 1e308, ""),
            "\u00e4\U0001f600\u2028\"\\\n\x01",
            {"a": {"b": [1, 2.0, "x"]}, "c": [[], {}]},
        ):
            self.assertEqual(fast[1](value), plain[1](value))
            self.assertEqual(fast[0](plain[1](value)), plain[0](plain[1](value)))

    def test_both_refuse_what_is_no_json(self):
        for decode, encode in (channel._fast_codec(), channel._plain_codec()):
            for text in ("", "{", "[1,]", "nul", '{"a":1} 2', '"\n"'):
                with self.assertRaises(ValueError, msg=text):
                    decode(text)
            with self.assertRaises(ValueError):
                encode(float("nan"))


class Framing(unittest.TestCase):
    def setUp(self):
        self.socket = FakeSocket()
        self.channel = channel.Channel(self.socket, 100, lambda message: True)

    def test_pieces_and_batches(self):
        data = frame(b'{"t":"a"}') + frame(b'[{"t":"b"},{"t":"c"}]') + frame(b"[]")
        for i in range(len(data)):
            self.channel._feed(data[i : i + 1])
        self.assertEqual([m["t"] for m in self.channel.inbox], ["a", "b", "c"])

    def test_limits_and_garbage(self):
        self.channel._feed(frame(b'{"t":"' + b"x" * 92 + b'"}'))
        for data, problem in (
            ((101).to_bytes(4, "big"), "frame_too_large: a frame of 101 bytes"),
            (b"Traceback", "text was written to the protocol channel: 'Traceback'"),
            (frame(b"{"), "a frame holds no JSON"),
            (frame(b"1"), "a frame holds no message"),
            (frame(b'{"t":1}'), "a frame holds no message"),
            (frame(b"\xff"), "a frame holds no JSON"),
        ):
            fresh = channel.Channel(self.socket, 100, lambda message: True)
            with self.assertRaises(channel.ProtocolError) as caught:
                fresh._feed(data)
            self.assertIn(problem, str(caught.exception))

    def test_the_end_is_clean_only_at_a_border(self):
        with self.assertRaises(channel.Closed) as caught:
            self.channel._feed(b"")
        self.assertTrue(caught.exception.clean)
        self.channel._feed(b"\0\0")
        with self.assertRaises(channel.Closed) as caught:
            self.channel._feed(b"")
        self.assertFalse(caught.exception.clean)

    def test_sending(self):
        self.channel.send(channel.encode({"t": "\u00e4"}).encode())
        self.assertEqual(self.socket.sent, frame('{"t":"\u00e4"}'.encode()))


if __name__ == "__main__":
    unittest.main()
