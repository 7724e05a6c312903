package dev.jobc.compiler.mutation;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.Wishes;
import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.json.Json;
import dev.jobc.plan.PlanJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles mutants and compares what comes out with what the sound source gives. */
final class Judge {
  private static final Set<String> POSITIONS = Set.of("source", "sourceDigest", "description");

  private record Sound(List<Json> plans, Set<String> warnings) {}

  private final Map<Source, Sound> sound = new HashMap<>();

  /** The diagnostics of the source as it is. */
  List<Diagnostic> diagnostics(Source source) {
    return compile(source, source.text()).diagnostics();
  }

  Verdict judge(Edit edit) {
    Source source = edit.source();
    Sound expected = sound.computeIfAbsent(source, this::sound);
    Checked<List<CompiledWorkflow>> compiled = compile(source, edit.text());
    List<Diagnostic> found =
        compiled.diagnostics().stream()
            .filter(d -> !expected.warnings().contains(summary(d)))
            .toList();
    if (!found.isEmpty()) {
      return place(edit, found);
    }
    return plans(compiled).equals(expected.plans()) ? Verdict.EQUIVALENT : Verdict.MISSED;
  }

  private static Verdict place(Edit edit, List<Diagnostic> found) {
    if (found.stream().anyMatch(d -> edit.lines().contains(line(d)))) {
      return Verdict.ON_THE_LINE;
    }
    boolean use =
        found.stream().anyMatch(d -> edit.names().stream().anyMatch(lineText(d)::contains));
    return use ? Verdict.AT_A_USE : Verdict.ELSEWHERE;
  }

  private static int line(Diagnostic diagnostic) {
    return diagnostic.place().file().lines().position(diagnostic.place().span().start()).line();
  }

  private static String lineText(Diagnostic diagnostic) {
    String text = diagnostic.place().file().text();
    return text.lines().skip(line(diagnostic) - 1L).findFirst().orElse("");
  }

  private Sound sound(Source source) {
    Checked<List<CompiledWorkflow>> compiled = compile(source, source.text());
    return new Sound(
        plans(compiled),
        Set.copyOf(compiled.diagnostics().stream().map(Judge::summary).distinct().toList()));
  }

  private static String summary(Diagnostic diagnostic) {
    return diagnostic.code() + diagnostic.message();
  }

  private static Checked<List<CompiledWorkflow>> compile(Source source, String text) {
    Map<String, String> texts = Map.of(source.name(), text);
    return Compiler.compileAll(source.path(), source.name(), new Wishes(LintLevels.DEFAULT, texts));
  }

  private static List<Json> plans(Checked<List<CompiledWorkflow>> compiled) {
    return compiled instanceof Checked.Ok<List<CompiledWorkflow>> ok
        ? ok.value().stream().map(w -> withoutPositions(PlanJson.write(w.plan()))).toList()
        : List.of();
  }

  private static Json withoutPositions(Json json) {
    return switch (json) {
      case Json.Obj object -> {
        Map<String, Json> members = new LinkedHashMap<>();
        object
            .members()
            .forEach(
                (key, member) -> {
                  if (!POSITIONS.contains(key)) {
                    members.put(key, withoutPositions(member));
                  }
                });
        yield Json.object(members);
      }
      case Json.Arr array -> {
        List<Json> items = new ArrayList<>();
        array.items().forEach(item -> items.add(withoutPositions(item)));
        yield Json.array(items);
      }
      default -> json;
    };
  }
}
