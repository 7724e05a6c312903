package dev.jobc.decode;

import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code mapReduce}. */
final class MapReduceKind implements StepKind {
  private static final int MAX_PARTITIONS = 100_000;

  private final Decoding decoding;
  private final ValueDecoder values;

  MapReduceKind(Decoding decoding) {
    this.decoding = decoding;
    this.values = new ValueDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("mapReduce");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "put it into `map`, `combine` or `reduce`";
  }

  @Override
  public StepBody decode(Raw step) {
    Span key = step.action().key().span();
    Fields fields =
        Parts.map(
            decoding, step.action(), ControlKeys.MapReduce.TABLE, "a map with `over` and `map`");
    if (fields == null) {
      return new StepBody.Broken(key);
    }
    Parts.missing(decoding, fields, key)
        .key("over", "add `over: ${{ … }}`, a list")
        .key("partitions", "add `partitions: 8`, how many parts")
        .key("map", "add `map: { uses: … }`, run on each part")
        .key("reduce", "add `reduce: { uses: … }`, run on all results")
        .report();
    StepDoc map = task(fields.get("map"));
    StepDoc reduce = task(fields.get("reduce"));
    StepDoc combine = task(fields.get("combine"));
    YamlNode.Entry over = fields.get("over");
    YamlNode.Entry partitions = fields.get("partitions");
    ValueDoc items = over == null ? new ValueDoc.Broken(key) : values.items(over);
    ValueDoc parts =
        partitions == null
            ? new ValueDoc.Broken(key)
            : values.integer(partitions, 1, MAX_PARTITIONS);
    return map == null || reduce == null
        ? new StepBody.Broken(key)
        : new ControlBody.MapReduce(items, parts, map, reduce, combine, key);
  }

  private @Nullable StepDoc task(YamlNode.@Nullable Entry entry) {
    return entry == null ? null : new TaskPart(decoding).task(entry);
  }
}
