package dev.jobc.compiler.resolve;

import dev.jobc.model.BlockDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of a workflow, each in its block. */
public final class StepTree {
  private final BlockDoc.Kind kind;
  private final List<Step> top = new ArrayList<>();
  private final List<Step> all = new ArrayList<>();
  private final Map<String, Step> named = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  private StepTree(BlockDoc.Kind kind) {
    this.kind = kind;
  }

  public static StepTree of(BlockDoc block) {
    StepTree tree = new StepTree(block.kind());
    tree.reserve(block);
    tree.add(block, null, "step");
    return tree;
  }

  /** How the top steps are ordered. */
  public BlockDoc.Kind kind() {
    return kind;
  }

  public List<Step> top() {
    return Collections.unmodifiableList(top);
  }

  /** Every step, blocks before their children, in the order in which they were written. */
  public List<Step> all() {
    return Collections.unmodifiableList(all);
  }

  /** The first step to which the author gave that id, null when there is none. */
  public @Nullable Step named(String id) {
    return named.get(id);
  }

  /** The ids the author gave. */
  public Set<String> names() {
    return Collections.unmodifiableSet(named.keySet());
  }

  /** The steps beside a step, itself included. */
  public List<Step> siblings(Step step) {
    Step parent = step.parent();
    return parent == null ? top() : parent.children();
  }

  /** How the block a step is in orders its steps. */
  public BlockDoc.Kind orderAround(Step step) {
    Step parent = step.parent();
    BlockDoc block = parent == null ? null : parent.block();
    return block == null ? kind : block.kind();
  }

  private void reserve(BlockDoc block) {
    for (StepDoc step : block.steps()) {
      if (step.id() != null) {
        taken.add(step.id().value());
      }
      if (step.body() instanceof StepBody.Nested(BlockDoc nested)) {
        reserve(nested);
      }
    }
  }

  private void add(BlockDoc block, @Nullable Step parent, String prefix) {
    int position = 0;
    for (StepDoc doc : block.steps()) {
      String madeUp = prefix + "_" + (position + 1);
      Step step = new Step(doc, idOf(doc, madeUp), parent, position++);
      all.add(step);
      if (parent == null) {
        top.add(step);
      } else {
        parent.adopt(step);
      }
      if (doc.id() != null) {
        named.putIfAbsent(doc.id().value(), step);
      }
      BlockDoc nested = step.block();
      if (nested != null) {
        add(nested, step, madeUp);
      }
    }
  }

  private String idOf(StepDoc doc, String madeUp) {
    Located<String> given = doc.id();
    if (given != null) {
      return given.value();
    }
    String id = madeUp;
    while (!taken.add(id)) {
      id += "_";
    }
    return id;
  }
}
