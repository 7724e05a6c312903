package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled expression. Overloads are resolved ({@link Call#function} is an overload id such as
 * {@code add_int}), names are resolved to inputs, steps and items, and every possible absence was
 * accounted for by the type checker.
 *
 * <p>Steps are addressed by graph and node, see {@code dev.jobc.plan.Plan}.
 */
public sealed interface PlanExpr {

  /** The expressions it is made of, in the order in which they are written; none for a leaf. */
  default List<PlanExpr> parts() {
    return List.of();
  }

  /** A literal, or a part the compiler has folded. */
  record Const(Json value) implements PlanExpr {}

  /** An input of the workflow. */
  record WorkflowInput(String name) implements PlanExpr {}

  /** An input of the task whose field this expression is. */
  record TaskInput(String name) implements PlanExpr {}

  /**
   * The outputs of a step in this graph or one that encloses it, an object by output name; {@code
   * null} when the step gave none.
   */
  record StepOutputs(int graph, int node) implements PlanExpr {}

  /**
   * The outputs of a node inside a map, seen from outside: a list with one object an item, in item
   * order; for a map with keys an object with one member an item.
   */
  record Gathered(int graph, int node) implements PlanExpr {}

  /** How a step ended: {@code succeeded}, {@code failed} or {@code skipped}. */
  record StepStatus(int graph, int node) implements PlanExpr {}

  /**
   * Why a step has failed, an object with {@code name}, {@code message} and {@code step} (the id of
   * the step whose task raised it); {@code null} unless it has failed.
   */
  record StepError(int graph, int node) implements PlanExpr {}

  /** The error that the catch clause with this graph handles, as {@link StepError}. */
  record Caught(int graph) implements PlanExpr {}

  /**
   * What the instance of this graph was given: the item of a map, the state of a loop's turn, the
   * part of a map-reduce, the call of a spawn.
   */
  record Item(int graph) implements PlanExpr {}

  /** The number of the instance of this graph among its siblings, an int from 0. */
  record Ordinal(int graph) implements PlanExpr {}

  /**
   * A fact about the run, a string: {@code id}, {@code name} (of the workflow), {@code startedAt}
   * (RFC 3339), {@code directory} (from which it was submitted, absolute; empty when there is
   * none).
   */
  record RunFact(String name) implements PlanExpr {}

  /** A secret of that name, which the workflow lists; a string. */
  record Secret(String name) implements PlanExpr {}

  /** A variable bound by an enclosing {@link Comprehension}. */
  record Local(String name) implements PlanExpr {}

  /** A member of an object; {@code null} when the object is null or has none of that name. */
  record Field(PlanExpr object, String name) implements PlanExpr {
    @Override
    public List<PlanExpr> parts() {
      return List.of(object);
    }
  }

  /** An element of a list (by 0-based int) or of a map (by key); out of range is an error. */
  record Index(PlanExpr object, PlanExpr index) implements PlanExpr {
    @Override
    public List<PlanExpr> parts() {
      return List.of(object, index);
    }
  }

  record ListOf(List<PlanExpr> items) implements PlanExpr {
    public ListOf {
      items = List.copyOf(items);
    }

    @Override
    public List<PlanExpr> parts() {
      return items;
    }
  }

  record MapOf(Map<String, PlanExpr> entries) implements PlanExpr {
    public MapOf {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public List<PlanExpr> parts() {
      return List.copyOf(entries.values());
    }
  }

  /** A function or operator by overload id; arguments are evaluated left to right. */
  record Call(String function, List<PlanExpr> args) implements PlanExpr {
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public List<PlanExpr> parts() {
      return args;
    }
  }

  /** Evaluates only the branch taken. */
  record Cond(PlanExpr condition, PlanExpr then, PlanExpr otherwise) implements PlanExpr {
    @Override
    public List<PlanExpr> parts() {
      return List.of(condition, then, otherwise);
    }
  }

  /**
   * {@code &&} and {@code ||}, with CEL's rule: an error on one side yields to a deciding other.
   */
  record Logic(boolean and, PlanExpr left, PlanExpr right) implements PlanExpr {
    @Override
    public List<PlanExpr> parts() {
      return List.of(left, right);
    }
  }

  /** {@code a ?? b}: b when a is null. */
  record Coalesce(PlanExpr value, PlanExpr otherwise) implements PlanExpr {
    @Override
    public List<PlanExpr> parts() {
      return List.of(value, otherwise);
    }
  }

  /** CEL's macros over a list (or the keys of a map). */
  record Comprehension(Kind kind, PlanExpr range, String variable, PlanExpr body)
      implements PlanExpr {
    public enum Kind {
      ALL,
      EXISTS,
      EXISTS_ONE,
      FILTER,
      MAP
    }

    @Override
    public List<PlanExpr> parts() {
      return List.of(range, body);
    }
  }

  /** A map with the same keys; the body makes each new value of the old one. */
  record MapValues(PlanExpr map, String variable, PlanExpr body) implements PlanExpr {
    @Override
    public List<PlanExpr> parts() {
      return List.of(map, body);
    }
  }

  /** A string template: parts are strings already, joined without separator. */
  record Template(List<PlanExpr> parts) implements PlanExpr {
    public Template {
      parts = List.copyOf(parts);
    }
  }
}
