package dev.jobc.reference;

import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One instance of a node: what became of it, and the bodies it ran. */
public final class StepRun {
  private final Node node;
  private final String path;
  private final List<Body> bodies = new ArrayList<>();
  private final Map<Integer, List<Body>> seen = new LinkedHashMap<>();
  private State state = State.CANCELLED;
  private long start;
  private long end;
  private int attempts;
  private int calls;
  private boolean tolerated;
  private Json outputs = Json.NULL;
  private @Nullable List<String> keys;
  private @Nullable StepError error;
  private @Nullable Returned returned;
  private @Nullable Boolean condition;

  StepRun(Node node, String path) {
    this.node = node;
    this.path = path;
  }

  public Node node() {
    return node;
  }

  /** Unique in the run. */
  public String path() {
    return path;
  }

  public State state() {
    return state;
  }

  /** When its turn came, milliseconds since the run began. */
  public long start() {
    return start;
  }

  public long end() {
    return end;
  }

  /** How often it was tried. */
  public int attempts() {
    return attempts;
  }

  /** How many calls its code has made, those of what it called included. */
  int calls() {
    return calls;
  }

  void called(int more) {
    calls += more;
  }

  /** Whether its failure counts as a success. */
  public boolean tolerated() {
    return tolerated;
  }

  /** An object; null when it gave none. */
  public Json outputs() {
    return outputs;
  }

  /** Why it failed, or why it could not start; null unless it has. */
  public @Nullable StepError error() {
    return error;
  }

  /** What its {@code if} came to; null when it has none or its turn never came. */
  public @Nullable Boolean condition() {
    return condition;
  }

  /** Everything that ran inside it, failed tries and lost branches included, in order. */
  public List<Body> bodies() {
    return List.copyOf(bodies);
  }

  /** The keys of its items; null when it has none. */
  @Nullable List<String> keys() {
    return keys;
  }

  /** The {@code return} that ended the run inside it; null when there was none. */
  @Nullable Returned returned() {
    return returned;
  }

  /** The bodies of a graph that readers outside may look into. */
  List<Body> seen(int graph) {
    return seen.getOrDefault(graph, List.of());
  }

  StepRun started(long at) {
    start = at;
    return this;
  }

  void conditioned(boolean holds) {
    condition = holds;
  }

  void attempted() {
    attempts++;
  }

  /** What would have begun at the very end did not begin. */
  void cutAt(long began, long horizon) {
    attempts -= began == horizon ? 1 : 0;
  }

  void tolerate() {
    tolerated = true;
  }

  void keyed(List<String> names) {
    keys = List.copyOf(names);
  }

  /** Keeps a body; it can be looked into. */
  Body ran(Body body) {
    bodies.add(body);
    seen.computeIfAbsent(body.graph(), g -> new ArrayList<>()).add(body);
    return body;
  }

  /** Keeps the last body of a graph only for readers outside. */
  Body ranAgain(Body body) {
    seen.remove(body.graph());
    return ran(body);
  }

  /** Keeps a body that nobody outside may look into. */
  void ranUnseen(Body body) {
    bodies.add(body);
  }

  void succeed(long at, Json given) {
    finish(State.SUCCEEDED, at);
    outputs = given;
  }

  void finish(State how, long at) {
    state = how;
    end = at;
  }

  void fail(long at, StepError why) {
    finish(State.FAILED, at);
    error = why;
  }

  void fail(long at, String name, String message) {
    fail(at, new StepError(name, message, node.id(), node.source()));
  }

  void blocked(long at, @Nullable StepError why) {
    finish(State.UPSTREAM_FAILED, at);
    error = why;
  }

  void returns(long at, Returned values) {
    finish(State.SUCCEEDED, at);
    returned = values;
  }

  /** Ends as a body did. */
  void endAs(Body body, Json given) {
    finish(body.state(), body.end());
    error = body.error();
    returned = body.returned();
    outputs = body.state() == State.SUCCEEDED ? given : Json.NULL;
  }
}
