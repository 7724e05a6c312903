package dev.jobc.executor.telemetry.otel;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;

/** Reads {@code tracestate}. */
final class States {
  private States() {}

  /** What can't be read is left out, as the standard wants. */
  static TraceState of(String text) {
    if (text.isEmpty()) {
      return TraceState.getDefault();
    }
    TraceStateBuilder state = TraceState.builder();
    String[] members = text.split(",", -1);
    // The builder puts each new member in front.
    for (int i = members.length - 1; i >= 0; i--) {
      int equals = members[i].indexOf('=');
      if (equals > 0) {
        state.put(
            members[i].substring(0, equals).strip(), members[i].substring(equals + 1).strip());
      }
    }
    return state.build();
  }
}
