package dev.jobc.compiler.lower;

import dev.jobc.model.Runtime;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bundles of a plan: one for each runtime, so that one warm worker serves all its tasks and
 * they can import each other's files.
 */
final class Bundles {
  private final Map<Runtime, Map<String, CodeFile>> files = new EnumMap<>(Runtime.class);
  private final Map<Runtime, Plan.Bundle> bundles = new EnumMap<>(Runtime.class);

  void add(Runtime runtime, Packed packed) {
    if (!packed.files().isEmpty()) {
      Map<String, CodeFile> own = files.computeIfAbsent(runtime, r -> new TreeMap<>());
      packed.files().forEach(file -> own.put(file.path(), file));
    }
  }

  /** After everything was added. */
  void seal() {
    files.forEach((runtime, own) -> bundles.put(runtime, bundle(own)));
  }

  private static Plan.Bundle bundle(Map<String, CodeFile> files) {
    List<Plan.BundleFile> entries =
        files.values().stream()
            .map(file -> new Plan.BundleFile(file.path(), file.digest(), file.executable()))
            .toList();
    return new Plan.Bundle(PlanDigest.of(entries), entries);
  }

  Optional<String> digest(Runtime runtime, Packed packed) {
    return packed.files().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(bundles.get(runtime)).map(Plan.Bundle::digest);
  }

  /** Each bundle once, by runtime. */
  List<Plan.Bundle> all() {
    return bundles.values().stream().distinct().toList();
  }

  Map<String, byte[]> blobs() {
    Map<String, byte[]> blobs = new HashMap<>();
    files.values().forEach(own -> own.values().forEach(f -> blobs.put(f.digest(), f.content())));
    return blobs;
  }
}
