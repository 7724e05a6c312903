package dev.jobc.compiler.resolve;

import dev.jobc.model.BlockDoc;
import dev.jobc.model.PartDoc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of steps in its place; equal only to itself. */
public final class Block {
  private final BlockDoc doc;
  private final PartDoc.Role role;
  private final @Nullable Step owner;
  private final List<Step> steps = new ArrayList<>();

  Block(BlockDoc doc, PartDoc.Role role, @Nullable Step owner) {
    this.doc = doc;
    this.role = role;
    this.owner = owner;
  }

  void adopt(Step step) {
    steps.add(step);
  }

  public BlockDoc doc() {
    return doc;
  }

  /** How its steps are ordered. */
  public BlockDoc.Kind kind() {
    return doc.kind();
  }

  /** What it is to its owner. */
  public PartDoc.Role role() {
    return role;
  }

  /** The step it belongs to, null for a block of the workflow itself. */
  public @Nullable Step owner() {
    return owner;
  }

  public List<Step> steps() {
    return Collections.unmodifiableList(steps);
  }
}
