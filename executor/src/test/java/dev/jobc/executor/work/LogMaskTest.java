package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.testing.Plans;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of secrets in what tasks write. */
class LogMaskTest {
  private static final String SECRET = "p\"ä ss/w+rd?";

  private static TaskCall call(Type type, Json value) {
    TaskSpec spec =
        Plans.spec(
            "t",
            List.of(Plans.param("s", type), Plans.param("n", Type.Simple.STRING)),
            List.of(),
            List.of());
    Json.Obj inputs = Json.object().put("s", value).put("n", "plain text").build();
    return new TaskCall(1, spec, null, inputs, Map.of(), List.of(), null, 0, Map.of());
  }

  private static String masked(String secret, String written) {
    return masked(Type.Simple.SECRET, Json.of(secret), written);
  }

  private static String masked(Type type, Json value, String written) {
    byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
    TaskResult.Output output =
        LogMask.of(List.of(call(type, value))).of(new TaskResult.Output(bytes, bytes));
    assertThat(output.stderr()).isEqualTo(output.stdout());
    return new String(output.stdout(), StandardCharsets.UTF_8);
  }

  @Test
  void aSecretIsThreeStars() {
    assertThat(masked(SECRET, "is " + SECRET + " for plain text ä"))
        .isEqualTo("is *** for plain text ä");
  }

  @Test
  void soItIsInOtherForms() {
    String json = JsonText.write(Json.object().put("x", SECRET).build());
    assertThat(masked(SECRET, json)).isEqualTo("{\"x\":\"***\"}");
    String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    assertThat(masked(SECRET, "?q=" + url + "&r")).isEqualTo("?q=***&r");
    assertThat(masked(SECRET, url.replace("+", "%20"))).isEqualTo("***");
  }

  @Test
  void base64HidesNothingWhereverItBegins() {
    String secret = "correct horse";
    for (String before : List.of("", "a", "ab", "abc", "user:")) {
      for (String after : List.of("", "\n", "!?")) {
        byte[] all = (before + secret + after).getBytes(StandardCharsets.UTF_8);
        for (String coded :
            List.of(
                Base64.getEncoder().encodeToString(all),
                Base64.getUrlEncoder().withoutPadding().encodeToString(all))) {
          assertThat(masked(secret, coded)).as(coded).contains("***").hasSizeLessThan(20);
        }
      }
    }
  }

  @Test
  void linesOfASecretAreSecrets() {
    assertThat(masked("-----BEGIN\nMIIEow\nxy", "key: MIIEow xy")).isEqualTo("key: *** xy");
  }

  @Test
  void whatIsShortStands() {
    assertThat(masked("abc", "abc abcd")).isEqualTo("abc abcd");
  }

  @Test
  void secretsInsideOfValuesCountAndWhatIsBesideThemDoesNot() {
    Type type =
        new Type.ListOf(
            new Type.RecordOf("", Map.of("key", Type.Simple.SECRET, "name", Type.Simple.STRING)));
    Json value =
        Json.array(List.of(Json.object().put("key", "hunter22").put("name", "visible").build()));
    assertThat(masked(type, value, "hunter22 visible")).isEqualTo("*** visible");
  }

  @Test
  void errorsTellNoSecrets() {
    LogMask mask = LogMask.of(List.of(call(Type.Simple.SECRET, Json.of(SECRET))));
    TaskError error = new TaskError("Odd", "no " + SECRET, "at " + SECRET);
    assertThat(mask.of(new Outcome.Failed(error)))
        .isEqualTo(new Outcome.Failed(new TaskError("Odd", "no ***", "at ***")));
  }

  @Test
  void whatHasNoSecretsIsLeftAlone() {
    TaskCall plain = call(Type.Simple.STRING, Json.of("hunter22"));
    assertThat(LogMask.of(List.of(plain))).isSameAs(LogMask.NONE);
  }
}
