package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step.
 *
 * @param id null when the author wrote none
 * @param needs empty outside a {@code graph}
 * @param forEach null when the step runs once
 * @param flow {@link FlowDoc#NONE} when nothing is written
 * @param policy {@link PolicyDoc#NONE} for a block
 * @param description empty when the author wrote none
 * @param span the whole step
 */
public record StepDoc(
    @Nullable Located<String> id,
    List<Located<String>> needs,
    StepBody body,
    @Nullable ForEachDoc forEach,
    FlowDoc flow,
    PolicyDoc policy,
    String description,
    Span span) {

  public StepDoc {
    needs = List.copyOf(needs);
  }

  /** Every block that belongs to the step, in the order in which their steps are numbered. */
  public List<PartDoc> parts() {
    List<PartDoc> parts = new ArrayList<>(body.parts());
    parts.addAll(flow.parts());
    return List.copyOf(parts);
  }

  /** Whether no step of its block comes after it: it fails, or ends the run, whatever happens. */
  public boolean leaves() {
    return flow.condition() == null && leavesOnceStarted();
  }

  /** The same of a step whose condition holds. */
  public boolean leavesOnceStarted() {
    return forEach == null
        && !FlowDoc.isTrue(flow.continueOnError())
        && switch (body) {
          case StepBody.Fail fail -> true;
          case StepBody.Return end -> true;
          case StepBody.Nested nested ->
              flow.handlers().catches().isEmpty() && nested.block().leaves();
          default -> false;
        };
  }

  /** The smallest place that stands for the step in a message: its id, or its first characters. */
  public Span anchor() {
    return id != null ? id.span() : body.anchor();
  }

  /**
   * {@code forEach:} and its companions.
   *
   * @param items an expression, or a list written in place
   * @param as the item's name, {@code item} at the key when the author wrote none
   * @param maxParallel at least 1; null for the default
   * @param maxItems at least 1; null for the default
   * @param itemKey {@code key}, not the same for every item; null when results are a list
   * @param batch at least 1; null when every item comes alone
   * @param failFast whether no item starts once one has failed
   * @param matrix of which {@code items} are the combinations; null for {@code forEach}
   * @param key the span of the key {@code forEach} or {@code matrix}
   */
  public record ForEachDoc(
      ValueDoc items,
      Located<String> as,
      @Nullable Located<Integer> maxParallel,
      @Nullable Located<Integer> maxItems,
      @Nullable TemplateDoc itemKey,
      @Nullable Located<Integer> batch,
      boolean failFast,
      @Nullable MatrixDoc matrix,
      Span key) {
    /** The item's name when the author gives none. */
    public static final String DEFAULT_NAME = "item";

    /** The item's name when it is a combination of a matrix. */
    public static final String MATRIX = "matrix";
  }
}
