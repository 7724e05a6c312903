package dev.jobc.compiler.types.value;

import dev.jobc.source.Place;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What flowed into a value and must be kept from some places. Whether a value may flow somewhere is
 * decided by its type ({@code secret}) or by {@link Typed#clock()}; this says where it came from.
 *
 * @param secret where the first secret in it was named; null when there is none
 * @param clock where the time of the run was named; null when it doesn't depend on it
 */
public record Taint(@Nullable Place secret, @Nullable Place clock) {
  public static final Taint NONE = new Taint(null, null);

  public static Taint secret(Place place) {
    return new Taint(place, null);
  }

  public static Taint clock(Place place) {
    return new Taint(null, place);
  }

  public Taint and(Taint other) {
    if (other.equals(NONE)) {
      return this;
    }
    return new Taint(secret == null ? other.secret : secret, clock == null ? other.clock : clock);
  }

  /** What flowed into any of the values. */
  public static Taint of(Collection<Typed> values) {
    Taint all = NONE;
    for (Typed value : values) {
      all = all.and(value.taint());
    }
    return all;
  }
}
