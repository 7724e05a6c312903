package dev.jobc.decode;

import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
        Parts.map(decoding, step.action(), Keys.MapReduce.TABLE, "a map with `over` and `map`");
    if (fields == null) {
      return new StepBody.Broken(key);
    }
    Parts.require(decoding, fields, key, "over", "add `over: ${{ … }}`, a list");
    Parts.require(decoding, fields, key, "partitions", "add `partitions: 8`, how many parts");
    Parts.require(decoding, fields, key, "map", "add `map: { uses: … }`, run on each part");
    Parts.require(decoding, fields, key, "reduce", "add `reduce: { uses: … }`, run on all results");
    List<StepDoc> tasks = new ArrayList<>();
    for (String name : List.of("map", "reduce", "combine")) {
      YamlNode.Entry task = fields.get(name);
      if (task != null) {
        tasks.add(new TaskPart(decoding).task(task));
      }
    }
    YamlNode.Entry over = fields.get("over");
    YamlNode.Entry partitions = fields.get("partitions");
    ValueDoc items = over == null ? new ValueDoc.Broken(key) : values.items(over);
    ValueDoc parts =
        partitions == null
            ? new ValueDoc.Broken(key)
            : values.integer(partitions, 1, MAX_PARTITIONS);
    return fields.has("map") && fields.has("reduce")
        ? new ControlBody.MapReduce(items, parts, tasks, key)
        : new StepBody.Broken(key);
  }
}
