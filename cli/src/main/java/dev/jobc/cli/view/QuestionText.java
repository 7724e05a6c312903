package dev.jobc.cli.view;

import dev.jobc.executor.OpenQuestion;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What waits for people, in words and as JSON. */
public final class QuestionText {
  private QuestionText() {}

  /** A table, with a last line that counts. */
  public static List<String> list(List<OpenQuestion> questions, Instant now) {
    Table table = new Table().row("RUN", "WORKFLOW", "STEP", "WAITS", "FORM", "PROMPT");
    for (OpenQuestion question : questions) {
      table.row(
          question.run().toString(),
          question.workflow(),
          question.step(),
          Durations.text(Duration.between(question.askedAt(), now)),
          form(question),
          Text.harmless(Text.firstLine(question.prompt())));
    }
    List<String> lines = new ArrayList<>(questions.isEmpty() ? List.of() : table.lines());
    lines.add(questions.size() + (questions.size() == 1 ? " approval" : " approvals"));
    return lines;
  }

  private static String form(OpenQuestion question) {
    return question.form().isEmpty()
        ? "-"
        : question.form().stream()
            .map(field -> field.name() + "=<" + field.type() + ">")
            .collect(Collectors.joining(" "));
  }

  /** One question. */
  public static Json json(OpenQuestion question) {
    Json.ObjectBuilder form = Json.object();
    for (Plan.Input field : question.form()) {
      form.put(field.name(), field.type().toString());
    }
    return Json.object()
        .put("run", question.run().toString())
        .put("workflow", question.workflow())
        .put("step", question.step())
        .put("prompt", question.prompt())
        .put("form", form.build())
        .put("askedAt", question.askedAt().toString())
        .build();
  }
}
