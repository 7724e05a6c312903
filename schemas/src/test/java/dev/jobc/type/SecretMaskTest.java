package dev.jobc.type;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
  private static final Type SECRET = Type.Simple.SECRET;

  private static String shown(Type type, String value) {
    Json json = JsonText.parse(value.getBytes(UTF_8));
    return JsonText.write(SecretMask.of(type, json));
  }

  @Test
  void secretsAreStarsWhereverTheyAre() {
    assertThat(shown(SECRET, "\"a\"")).isEqualTo("\"***\"");
    assertThat(shown(SECRET.optional(), "\"a\"")).isEqualTo("\"***\"");
    assertThat(shown(new Type.ListOf(SECRET), "[\"a\",\"b\"]")).isEqualTo("[\"***\",\"***\"]");
    assertThat(shown(new Type.MapOf(SECRET), "{\"k\":\"a\"}")).isEqualTo("{\"k\":\"***\"}");
    Type union = new Type.UnionOf(List.of(Type.Simple.INT, new Type.ListOf(SECRET)));
    assertThat(shown(union, "[\"a\"]")).isEqualTo("\"***\"");
  }

  @Test
  void whatIsNoSecretStays() {
    Type login = new Type.RecordOf("", Map.of("user", Type.Simple.STRING, "pass", SECRET));
    assertThat(shown(login, "{\"user\":\"me\",\"pass\":\"a\"}"))
        .isEqualTo("{\"user\":\"me\",\"pass\":\"***\"}");
    assertThat(shown(SECRET.optional(), "null")).isEqualTo("null");
    assertThat(shown(Type.Simple.STRING, "\"a\"")).isEqualTo("\"a\"");
  }

  @Test
  void aValueOfAnotherFormThanItsTypeIsHiddenAsAWhole() {
    assertThat(shown(new Type.ListOf(SECRET), "{\"a\":\"b\"}")).isEqualTo("\"***\"");
  }

  @Test
  void valuesByName() {
    Json.Obj shown =
        SecretMask.fields(
            Map.of("p", SECRET, "n", Type.Simple.INT),
            Map.of("p", Json.of("a"), "n", Json.of(1), "x", Json.of("y")));
    assertThat(shown.members())
        .containsEntry("p", Json.of("***"))
        .containsEntry("n", Json.of(1))
        .containsEntry("x", Json.of("y"));
  }
}
