package dev.jobc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
  private static final int PLANS = 300;
  private static final Schema SCHEMA = schema();

  @Test
  void everyPlanSurvivesItsText() {
    for (long seed = 0; seed < PLANS; seed++) {
      Plan plan = new PlanGenerator(seed).plan();
      String text = JsonText.write(PlanJson.write(plan));
      Plan read = PlanJson.read(JsonText.parse(text));
      assertThat(read).as("seed %s", seed).isEqualTo(plan);
      assertThat(JsonText.write(PlanJson.write(read))).as("seed %s", seed).isEqualTo(text);
    }
  }

  @Test
  void everyPlanSurvivesItsCanonicalForm() {
    for (long seed = 0; seed < PLANS; seed++) {
      Plan plan = new PlanGenerator(seed).plan();
      Plan read = PlanJson.read(JsonText.parse(JsonText.canonical(PlanJson.write(plan))));
      assertThat(read).as("seed %s", seed).isEqualTo(plan);
      assertThat(PlanDigest.of(read)).as("seed %s", seed).isEqualTo(PlanDigest.of(plan));
    }
  }

  @Test
  void everyPlanHasTheShapeOfTheSchema() {
    for (long seed = 0; seed < PLANS; seed++) {
      String text = JsonText.write(PlanJson.write(new PlanGenerator(seed).plan()));
      assertThat(SCHEMA.validate(text, InputFormat.JSON)).as("seed %s: %s", seed, text).isEmpty();
    }
  }

  @Test
  void theSchemaRefusesWhatNoReaderWouldTake() {
    Json plan = PlanJson.write(new PlanGenerator(1).plan());
    assertThat(refused(plan, "version", Json.of(2L))).isTrue();
    assertThat(refused(plan, "sourceDigest", Json.of("abc"))).isTrue();
    assertThat(refused(plan, "graphs", JsonText.parse("[]"))).isTrue();
    assertThat(
            refused(
                plan, "graphs", JsonText.parse("[{\"nodes\":[{\"kind\":\"x\",\"id\":\"a\"}]}]")))
        .isTrue();
    assertThat(refused(plan, "outputs", JsonText.parse("[{\"name\":\"a\",\"type\":\"int\"}]")))
        .isTrue();
  }

  @Test
  void readingIgnoresMembersOfLaterReleases() {
    Plan plan = new PlanGenerator(7).plan();
    assertThat(PlanJson.read(with(PlanJson.write(plan), "hints", Json.TRUE))).isEqualTo(plan);
  }

  @Test
  void readingRefusesAnotherVersion() {
    Json plan = with(PlanJson.write(new PlanGenerator(7).plan()), "version", Json.of(2L));
    assertThatThrownBy(() -> PlanJson.read(plan))
        .isInstanceOf(JsonException.class)
        .hasMessage("the plan has version 2, this release reads version 1");
  }

  @Test
  void theDigestIsThatOfTheCanonicalForm() {
    assertThat(PlanDigest.sha256("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(PlanDigest.of(JsonText.parse("{\"b\":1,\"a\":2}")))
        .isEqualTo(PlanDigest.sha256("{\"a\":2,\"b\":1}"));
  }

  private static boolean refused(Json plan, String member, Json value) {
    String text = JsonText.write(with(plan, member, value));
    return !SCHEMA.validate(text, InputFormat.JSON).isEmpty();
  }

  private static Json with(Json plan, String member, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(((Json.Obj) plan).members());
    members.put(member, value);
    return Json.object(members);
  }

  private static Schema schema() {
    String path = "/jobc/schemas/plan/v1.schema.json";
    try (InputStream text = PlanJsonTest.class.getResourceAsStream(path)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
