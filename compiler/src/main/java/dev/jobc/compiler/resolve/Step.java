package dev.jobc.compiler.resolve;

import dev.jobc.model.BlockDoc;
import dev.jobc.model.StepBody;
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
  private final @Nullable Step parent;
  private final int position;
  private final List<Step> children = new ArrayList<>();

  Step(StepDoc doc, String id, @Nullable Step parent, int position) {
    this.doc = doc;
    this.id = id;
    this.parent = parent;
    this.position = position;
  }

  void adopt(Step child) {
    children.add(child);
  }

  public StepDoc doc() {
    return doc;
  }

  /** The author's id, or one made from the position. */
  public String id() {
    return id;
  }

  /** The step whose block this one is in, null at the top. */
  public @Nullable Step parent() {
    return parent;
  }

  /** 0-based, within its block. */
  public int position() {
    return position;
  }

  /** Steps of a nested block, empty for a task. */
  public List<Step> children() {
    return Collections.unmodifiableList(children);
  }

  /** The nested block, null for a task. */
  public @Nullable BlockDoc block() {
    return doc.body() instanceof StepBody.Nested(BlockDoc block) ? block : null;
  }

  public boolean isMap() {
    return doc.forEach() != null;
  }

  /** Whether this is the other step or a block around it. */
  public boolean encloses(Step other) {
    for (Step at = other; at != null; at = at.parent) {
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
