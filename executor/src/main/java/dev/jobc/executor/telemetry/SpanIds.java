package dev.jobc.executor.telemetry;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.core.StepRef;

/**
 * Ids of spans, made from what they are of. So a task can be told the id of its attempt before that
 * span exists, and a worker knows the spans that others have made without asking anybody.
 */
public final class SpanIds {
  private static final long RUN = 0x9e3779b97f4a7c15L;
  private static final long ATTEMPT = 0xc2b2ae3d27d4eb4fL;
  private static final long TRACE = 0x165667b19e3779f9L;

  private SpanIds() {}

  /** The span of a run. */
  public static String run(long runId) {
    return hex(mix(runId ^ RUN));
  }

  /** The span of an attempt; numbers of attempts don't repeat. */
  public static String attempt(long runId, StepRef ref, int attempt) {
    long step = ((long) ref.scope() << 32) | (ref.step() & 0xffffffffL);
    return hex(mix(mix(mix(runId ^ ATTEMPT) ^ step) + attempt));
  }

  /** A place in the trace of a run that nobody traces: the same for all its tasks. */
  public static TraceContext untraced(RunId run) {
    long first = mix(run.value() ^ TRACE);
    String trace = hex(first) + hex(mix(first));
    return new TraceContext(trace, TraceContext.NO_SPAN, false, "");
  }

  /** Never all zeros, which would mean nothing. */
  private static String hex(long bits) {
    return java.util.HexFormat.of().toHexDigits(bits == 0 ? 1 : bits);
  }

  /** The finaliser of SplitMix64: different numbers give different ones. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
