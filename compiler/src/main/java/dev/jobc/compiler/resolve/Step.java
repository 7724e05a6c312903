package dev.jobc.compiler.resolve;

import dev.jobc.model.BlockDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.PartDoc;
import dev.jobc.model.StepDoc;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step in its place; equal only to itself. */
public final class Step {
  private final StepDoc doc;
  private final String id;
  private final Block home;
  private final int position;
  private final List<Block> blocks = new ArrayList<>();

  Step(StepDoc doc, String id, Block home, int position) {
    this.doc = doc;
    this.id = id;
    this.home = home;
    this.position = position;
  }

  void adopt(Block block) {
    blocks.add(block);
  }

  public StepDoc doc() {
    return doc;
  }

  /** The author's id, or one made from the position. */
  public String id() {
    return id;
  }

  /** The block it is in. */
  public Block home() {
    return home;
  }

  /** The step whose block this one is in, null at the top. */
  public @Nullable Step parent() {
    return home.owner();
  }

  /** 0-based, within its block. */
  public int position() {
    return position;
  }

  /** Every block that belongs to it, in the order of {@link StepDoc#parts}. */
  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  /** The nested block that is the step, null for a task and for what has several parts. */
  public @Nullable Block body() {
    return blocks.stream()
        .filter(block -> block.role() == PartDoc.Role.BODY)
        .findFirst()
        .orElse(null);
  }

  /** Its block that was written there. */
  public Block block(BlockDoc written) {
    return blocks.stream().filter(block -> block.doc() == written).findFirst().orElseThrow();
  }

  /** The step of one of its blocks that was written there. */
  public Step child(StepDoc written) {
    return children().stream().filter(step -> step.doc() == written).findFirst().orElseThrow();
  }

  /** Steps of all its blocks, also of handlers, empty for a task. */
  public List<Step> children() {
    return blocks.stream().flatMap(block -> block.steps().stream()).toList();
  }

  /**
   * The step that does the work whose outputs are this one's: the task of a poll, the reduction of
   * a map-reduce, else itself.
   */
  public Step giver() {
    return switch (doc.body()) {
      case ControlBody.Poll poll -> child(poll.task());
      case ControlBody.MapReduce mapReduce -> child(mapReduce.reduce());
      default -> this;
    };
  }

  public boolean isMap() {
    return doc.forEach() != null;
  }

  /** Whether this is the other step or a block around it. */
  public boolean encloses(Step other) {
    for (Step at = other; at != null; at = at.parent()) {
      if (at == this) {
        return true;
      }
    }
    return false;
  }

  /** For messages: the id in backticks, or the position of a step without one. */
  public String title() {
    Located<String> name = doc.id();
    return name == null ? "a step without id" : "step `" + name.value() + "`";
  }

  @Override
  public String toString() {
    return id;
  }
}
