package dev.jobc.compiler.plandiff;

import dev.jobc.input.ConstraintCheck;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether constraints refuse what others allowed. Examples refuse nothing. */
final class Narrower {
  private Narrower() {}

  /**
   * Whether a value that was allowed may be refused now; another pattern is taken for one that
   * refuses something.
   *
   * @param type of the input, whose values the bounds are
   */
  static boolean than(Constraints was, Constraints is, Type type) {
    boolean pattern = is.pattern() != null && !Objects.equals(is.pattern(), was.pattern());
    return pattern
        || isRaised(was.min(), is.min(), type)
        || isLowered(was.max(), is.max(), type)
        || isRaised(was.minItems(), is.minItems())
        || isLowered(was.maxItems(), is.maxItems());
  }

  private static boolean isRaised(@Nullable Json was, @Nullable Json is, Type type) {
    return is != null && (was == null || !ConstraintCheck.ordered(type, is, was));
  }

  private static boolean isLowered(@Nullable Json was, @Nullable Json is, Type type) {
    return is != null && (was == null || !ConstraintCheck.ordered(type, was, is));
  }

  private static boolean isRaised(@Nullable Integer was, @Nullable Integer is) {
    return is != null && (was == null || is > was);
  }

  private static boolean isLowered(@Nullable Integer was, @Nullable Integer is) {
    return is != null && (was == null || is < was);
  }
}
