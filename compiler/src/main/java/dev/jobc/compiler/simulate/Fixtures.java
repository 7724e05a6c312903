package dev.jobc.compiler.simulate;

import dev.jobc.input.ConstraintCheck;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Values of a type, the ordinary ones first, then those at the edges. */
final class Fixtures {
  /** At most so many of a type. */
  private static final int MOST = 16;

  private final Dictionary dictionary;

  Fixtures(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Values that keep the constraints; empty when none was found. */
  List<Json> of(Type type, Constraints constraints) {
    Set<Json> candidates = new LinkedHashSet<>(constraints.examples());
    candidates.addAll(of(type));
    for (Json bound : nonNull(constraints.min(), constraints.max())) {
      candidates.add(bound);
    }
    String pattern = constraints.pattern();
    if (pattern != null) {
      candidates.addAll(Patterns.texts(pattern));
    }
    Integer fewest = constraints.minItems();
    if (fewest != null && type.required() instanceof Type.ListOf(Type element)) {
      List<Json> elements = of(element);
      List<Json> items = new ArrayList<>();
      for (int i = 0; i < fewest; i++) {
        items.add(elements.get(i % elements.size()));
      }
      candidates.add(Json.array(items));
    }
    return candidates.stream()
        .filter(value -> ConstraintCheck.problems(constraints, type, value).isEmpty())
        .limit(MOST)
        .toList();
  }

  private static List<Json> nonNull(@org.jspecify.annotations.Nullable Json... values) {
    List<Json> found = new ArrayList<>();
    for (Json value : values) {
      if (value != null) {
        found.add(value);
      }
    }
    return found;
  }

  /** At least one value. */
  List<Json> of(Type type) {
    Set<Json> values = new LinkedHashSet<>();
    add(type, values::add);
    return values.stream()
        .map(value -> TypeCheck.check(type, value))
        .filter(TypeCheck.Result::ok)
        .map(TypeCheck.Result::value)
        .distinct()
        .limit(MOST)
        .toList();
  }

  private void add(Type type, Consumer<Json> to) {
    switch (type) {
      case Type.Simple simple -> simple(simple, to);
      case Type.EnumOf some -> some.values().forEach(value -> to.accept(Json.of(value)));
      case Type.Optional(Type value) -> {
        List<Json> present = of(value);
        to.accept(present.getFirst());
        to.accept(Json.NULL);
        present.forEach(to);
      }
      case Type.UnionOf union -> {
        union.options().forEach(option -> to.accept(of(option).getFirst()));
        union.options().forEach(option -> of(option).forEach(to));
      }
      case Type.ListOf(Type element) -> {
        List<Json> all = of(element);
        to.accept(Json.array(all.subList(0, Math.min(2, all.size()))));
        to.accept(Json.array(List.of()));
        all.forEach(one -> to.accept(Json.array(List.of(one))));
        to.accept(Json.array(all.subList(0, Math.min(3, all.size()))));
      }
      case Type.MapOf(Type value) -> {
        List<Json> all = of(value);
        to.accept(Json.object(Map.of("a", all.getFirst())));
        to.accept(Json.object(Map.of()));
        Map<String, Json> two = new LinkedHashMap<>();
        two.put("a", all.getFirst());
        two.put("b", all.getLast());
        to.accept(Json.object(two));
      }
      case Type.RecordOf record -> record(record.fields(), to);
    }
  }

  /** All fields ordinary, then each field with each of its values. */
  private void record(Map<String, Type> fields, Consumer<Json> to) {
    Map<String, Json> ordinary = new LinkedHashMap<>();
    fields.forEach((name, type) -> ordinary.put(name, of(type).getFirst()));
    to.accept(Json.object(ordinary));
    int most = fields.values().stream().mapToInt(type -> of(type).size()).max().orElse(0);
    for (int i = 1; i < most; i++) {
      for (Map.Entry<String, Type> field : fields.entrySet()) {
        List<Json> values = of(field.getValue());
        if (i < values.size()) {
          Map<String, Json> changed = new LinkedHashMap<>(ordinary);
          changed.put(field.getKey(), values.get(i));
          to.accept(Json.object(changed));
        }
      }
    }
  }

  private void simple(Type.Simple type, Consumer<Json> to) {
    switch (type) {
      case STRING -> texts(to, dictionary.strings(), "text", "", "żółw 漢 \"'<&>");
      case INT -> {
        to.accept(Json.of(1));
        dictionary.ints().forEach(to);
        List.of(0, 2, -1).forEach(number -> to.accept(Json.of((long) number)));
      }
      case FLOAT -> {
        to.accept(Json.of(1.5));
        dictionary.floats().forEach(to);
        List.of(0.0, -1.0).forEach(number -> to.accept(Json.of(number)));
      }
      case BOOL -> List.of(true, false).forEach(value -> to.accept(Json.of(value)));
      case DECIMAL -> texts(to, List.of(), "1.5", "0", "-1");
      case DURATION -> texts(to, List.of(), "PT1M", "PT0S", "PT24H");
      case TIMESTAMP -> texts(to, List.of(), "2026-01-01T12:00:00Z", "2024-02-29T23:59:59Z");
      case DATE -> texts(to, dictionary.strings(), "2026-01-01", "2024-02-29");
      case BYTES -> texts(to, List.of(), "AA==", "");
      case FILE, DIR -> texts(to, List.of(), "fixture");
      case SECRET -> texts(to, List.of(), "secret");
      case JSON -> {
        to.accept(Json.object().put("a", 1L).build());
        texts(to, List.of(), "text");
        to.accept(Json.of(1));
        to.accept(Json.array(List.of()));
        to.accept(Json.NULL);
      }
      case NULL -> to.accept(Json.NULL);
    }
  }

  private static void texts(Consumer<Json> to, List<Json> more, String... texts) {
    to.accept(Json.of(texts[0]));
    more.forEach(to);
    for (String text : texts) {
      to.accept(Json.of(text));
    }
  }
}
