package dev.jobc.compiler.plandiff;

import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes down two parts of plans side by side to the values that differ. */
final class Changes {
  /** Maps whose entries have names of the author's, and are told one by one. */
  private static final Set<String> NAMED =
      Set.of("with", "env", "labels", "state", "next", "inputs", "outputs", "policy");

  private final List<Change> found = new ArrayList<>();

  private Changes() {}

  /** The differences between two parts in their {@link Canonical} form; null for one not there. */
  static List<Change> between(@Nullable Json before, @Nullable Json after) {
    Changes changes = new Changes();
    changes.compare("", before, after);
    return changes.found;
  }

  private void compare(String path, @Nullable Json before, @Nullable Json after) {
    if (Objects.equals(before, after)) {
      return;
    }
    Map<String, Json> old = members(path, before);
    Map<String, Json> now = members(path, after);
    boolean top = path.isEmpty();
    boolean named = top || NAMED.contains(path);
    if (named || (!old.isEmpty() && !now.isEmpty())) {
      Set<String> names = new LinkedHashSet<>(old.keySet());
      names.addAll(now.keySet());
      names.forEach(name -> compare(top ? name : path + "." + name, old.get(name), now.get(name)));
      return;
    }
    found.add(
        new Change(AuthorKeys.of(path), Readable.value(path, before), Readable.value(path, after)));
  }

  /** What has names; empty for all else. Declarations are listed with their names inside. */
  private static Map<String, Json> members(String path, @Nullable Json json) {
    if (json instanceof Json.Obj object) {
      boolean value = !path.isEmpty() && (ExprText.isExpression(object) || Readable.isType(path));
      return value ? Map.of() : object.members();
    }
    Map<String, Json> named = new LinkedHashMap<>();
    if (json instanceof Json.Arr(List<Json> items)) {
      for (Json item : items) {
        if (!(item instanceof Json.Obj object) || !(object.get("name") instanceof Json.Str name)) {
          return Map.of();
        }
        Map<String, Json> rest = new LinkedHashMap<>(object.members());
        rest.remove("name");
        named.put(name.value(), Json.object(rest));
      }
    }
    return named;
  }
}
