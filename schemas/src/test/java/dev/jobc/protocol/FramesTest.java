package dev.jobc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final List<Json> received = new ArrayList<>();

  private static ByteBuffer frames(String... payloads) {
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    for (String payload : payloads) {
      all.put(Frames.frame(JsonText.parse(payload)));
    }
    return all.flip();
  }

  @Test
  void oneByteAtATime() {
    Frames frames = new Frames(100);
    ByteBuffer bytes = frames("{\"a\":\"ä😀\"}", "{}");
    while (bytes.hasRemaining()) {
      frames.feed(ByteBuffer.wrap(new byte[] {bytes.get()}), received::add);
      assertThat(frames.atBorder())
          .isEqualTo(received.size() == 2 || (received.size() == 1 && bytes.remaining() == 6));
    }
    assertThat(received).extracting(JsonText::write).containsExactly("{\"a\":\"ä😀\"}", "{}");
  }

  @Test
  void manyInOneWriteAndBatches() {
    Frames frames = new Frames(100);
    frames.feed(frames("[{\"a\":1},{\"a\":2}]", "[]", "{\"a\":3}"), received::add);
    assertThat(received)
        .extracting(JsonText::write)
        .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
  }

  @Test
  void framesLargerThanTheBufferGrowIt() {
    Frames frames = new Frames(1 << 20);
    String big = "{\"a\":\"" + "x".repeat(500_000) + "\"}";
    frames.feed(frames("{}", big, "{}"), received::add);
    assertThat(received).hasSize(3);
    assertThat(JsonText.write(received.get(1))).isEqualTo(big);
  }

  @Test
  void theLimitItselfIsAllowedAndOneMoreIsNot() {
    Json eight = JsonText.parse("{\"a\":12}");
    new Frames(8).feed(Frames.frame(eight), received::add);
    assertThat(received).containsExactly(eight);
    assertThatThrownBy(() -> new Frames(7).feed(Frames.frame(eight), received::add))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("frame_too_large: a frame of 8 bytes; at most 7 are allowed");
  }

  @Test
  void textOnTheChannelIsRecognised() {
    ByteBuffer text = ByteBuffer.wrap("Traceback (most\n".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> new Frames(1 << 24).feed(text, received::add))
        .hasMessage("text was written to the protocol channel: `Traceback (most`");
  }

  @Test
  void aFrameWithoutJsonIsRefused() {
    ByteBuffer bytes = ByteBuffer.allocate(6).putInt(2).put((byte) '{').put((byte) '{').flip();
    assertThatThrownBy(() -> new Frames(100).feed(bytes, received::add))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("a frame holds no JSON");
  }
}
