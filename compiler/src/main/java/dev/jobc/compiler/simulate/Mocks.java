package dev.jobc.compiler.simulate;

import dev.jobc.reference.Reply;
import dev.jobc.reference.World.Asker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What steps are said to do, in the order in which it was written. */
public record Mocks(List<Mock> all) {
  public static final Mocks NONE = new Mocks(List.of());

  /** How long a step takes when nothing is said, milliseconds. */
  static final long USUAL = 1000;

  public Mocks {
    all = List.copyOf(all);
  }

  /**
   * What a step does.
   *
   * @param items numbers of the instances around it, outermost first; empty for any
   * @param attempt 0 for any
   */
  public record Mock(String step, List<Long> items, int attempt, Reply reply) {
    public Mock {
      items = List.copyOf(items);
    }

    boolean fits(Asker asker) {
      return step.equals(asker.step())
          && (attempt == 0 || attempt == asker.attempt())
          && (items.isEmpty() || items.equals(asker.items()));
    }
  }

  /** The first that fits; null when none does. */
  @Nullable Reply find(Asker asker) {
    for (Mock mock : all) {
      if (mock.fits(asker)) {
        return mock.reply();
      }
    }
    return null;
  }

  boolean has(String step) {
    return all.stream().anyMatch(mock -> mock.step().equals(step));
  }
}
