package dev.jobc.compiler.resolve;

import dev.jobc.model.BlockDoc;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.PartDoc;
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
  private final List<Block> roots = new ArrayList<>();
  private final List<Step> all = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Map<String, Step> named = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  private StepTree() {}

  /** The steps of a workflow and of its handlers. */
  public static StepTree of(BlockDoc block, HandlersDoc handlers) {
    StepTree tree = new StepTree();
    List<PartDoc> parts = new ArrayList<>();
    parts.add(new PartDoc(PartDoc.Role.BODY, block));
    parts.addAll(handlers.parts());
    parts.forEach(tree::reserve);
    for (int i = 0; i < parts.size(); i++) {
      tree.roots.add(tree.add(parts.get(i), null, i == 0 ? "step" : "handler_" + i));
    }
    return tree;
  }

  /** The steps of the workflow itself. */
  public Block root() {
    return roots.getFirst();
  }

  /** The blocks of the workflow itself: its steps, then its handlers. */
  public List<Block> roots() {
    return Collections.unmodifiableList(roots);
  }

  /** Every step, blocks before their children, in the order in which they were written. */
  public List<Step> all() {
    return Collections.unmodifiableList(all);
  }

  /** Every block, outer ones first. */
  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  /** The first step to which the author gave that id, null when there is none. */
  public @Nullable Step named(String id) {
    return named.get(id);
  }

  /** The ids the author gave. */
  public Set<String> names() {
    return Collections.unmodifiableSet(named.keySet());
  }

  private void reserve(PartDoc part) {
    for (StepDoc step : part.block().steps()) {
      if (step.id() != null) {
        taken.add(step.id().value());
      }
      step.parts().forEach(this::reserve);
    }
  }

  private Block add(PartDoc part, @Nullable Step owner, String prefix) {
    Block block = new Block(part.block(), part.role(), owner);
    blocks.add(block);
    int position = 0;
    for (StepDoc doc : part.block().steps()) {
      String madeUp = prefix + "_" + (position + 1);
      Step step = new Step(doc, idOf(doc, madeUp), block, position++);
      all.add(step);
      block.adopt(step);
      if (doc.id() != null) {
        named.putIfAbsent(doc.id().value(), step);
      }
      addParts(step, madeUp);
    }
    return block;
  }

  private void addParts(Step step, String prefix) {
    int number = 0;
    for (PartDoc part : step.doc().parts()) {
      String inner = number == 0 ? prefix : prefix + "_" + (char) ('a' + number);
      step.adopt(add(part, step, inner));
      number++;
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
