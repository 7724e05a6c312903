package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.TaskDecl.SpawnDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code allow} and {@code maxItems} of {@code spawn}, of a task and of a step. */
final class SpawnDecoder {
  /** The help where {@code allow} is missing. */
  static final String ALLOW = "add `allow: [...]`, the tasks it may call";

  private static final int MAX_ITEMS = 1_000_000;

  private final Decoding decoding;
  private final Scalars scalars;

  SpawnDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  /** {@code spawn} of a task, whose calls are made by its code. */
  @Nullable SpawnDoc spawn(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    Fields fields = Parts.map(decoding, entry, ControlKeys.TaskSpawn.TABLE, "a map with `allow`");
    Span key = entry.key().span();
    if (fields == null) {
      return null;
    }
    Parts.require(decoding, fields, key, "allow", ALLOW);
    return new SpawnDoc(allow(fields), maxItems(fields), key);
  }

  List<Located<String>> allow(Fields fields) {
    YamlNode.Entry entry = fields.get("allow");
    if (entry != null
        && entry.value() instanceof YamlNode.Sequence list
        && list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.EMPTY_VALUE, "`allow` is empty")
              .caption("expected at least one task"));
    }
    return scalars.names(entry, Names.Kind.DOTTED, "the name of a task");
  }

  @Nullable Located<Integer> maxItems(Fields fields) {
    return scalars.integer(fields.get("maxItems"), 1, MAX_ITEMS);
  }
}
