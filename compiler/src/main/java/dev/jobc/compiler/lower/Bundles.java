package dev.jobc.compiler.lower;

import dev.jobc.model.Runtime;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bundles of a plan: one for each runtime, so that one warm worker serves all its tasks and
 * they can import each other's files; but one for each Go program, so that a change of one does not
 * build the others again.
 */
final class Bundles {
  private final Map<String, Map<String, CodeFile>> files = new TreeMap<>();
  private final Map<String, Plan.Bundle> bundles = new TreeMap<>();

  private static String key(Runtime runtime, Packed packed) {
    return runtime == Runtime.GO ? runtime.word() + " " + packed.entry() : runtime.word();
  }

  void add(Runtime runtime, Packed packed) {
    if (!packed.files().isEmpty()) {
      Map<String, CodeFile> own =
          files.computeIfAbsent(key(runtime, packed), key -> new TreeMap<>());
      packed.files().forEach(file -> own.put(file.path(), file));
    }
  }

  /** After everything was added. */
  void seal() {
    files.forEach((key, own) -> bundles.put(key, bundle(own)));
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
        : Optional.ofNullable(bundles.get(key(runtime, packed))).map(Plan.Bundle::digest);
  }

  /** Each bundle once, in a fixed order. */
  List<Plan.Bundle> all() {
    Map<String, Plan.Bundle> byDigest = new LinkedHashMap<>();
    bundles.values().forEach(bundle -> byDigest.putIfAbsent(bundle.digest(), bundle));
    return List.copyOf(byDigest.values());
  }

  Map<String, byte[]> blobs() {
    Map<String, byte[]> blobs = new HashMap<>();
    files.values().forEach(own -> own.values().forEach(f -> blobs.put(f.digest(), f.content())));
    return blobs;
  }
}
