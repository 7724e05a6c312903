package dev.jobc.executor;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a distributed trace, in the form of W3C Trace Context: what a {@code traceparent} and
 * a {@code tracestate} say.
 *
 * @param traceId 32 hexadecimal digits, not all 0
 * @param spanId of the span that goes on here, 16 hexadecimal digits; all 0 for the trace as a
 *     whole
 * @param sampled whether spans of it are recorded
 * @param state the vendors' part, passed on as it is; empty when there is none
 */
public record TraceContext(String traceId, String spanId, boolean sampled, String state) {
  /** No span: the trace as a whole. */
  public static final String NO_SPAN = "0000000000000000";

  private static final Pattern PARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String NO_TRACE = "00000000000000000000000000000000";
  private static final int MAX_STATE = 512;

  /**
   * Reads what a caller has sent.
   *
   * @param state empty when nothing was sent; one that is too long to be passed on is dropped
   * @return empty when the first is no valid {@code traceparent}: then a trace begins anew
   */
  public static Optional<TraceContext> parse(String parent, String state) {
    return read(parent, state).filter(context -> !context.spanId().equals(NO_SPAN));
  }

  /** Reads what {@link #parent} and {@link #state} have written, the trace as a whole included. */
  public static Optional<TraceContext> read(String parent, String state) {
    var parts = PARENT.matcher(parent);
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || parts.group(1).equals("00") && parts.group(5) != null
        || parts.group(2).equals(NO_TRACE)) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(4), 16) & 1) != 0;
    String kept = state.length() > MAX_STATE || !isPrintable(state) ? "" : state;
    return Optional.of(new TraceContext(parts.group(2), parts.group(3), sampled, kept));
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /** The same trace, with another span to go on from. */
  public TraceContext at(String span) {
    return new TraceContext(traceId, span, sampled, state);
  }

  /** The {@code traceparent}. */
  public String parent() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
