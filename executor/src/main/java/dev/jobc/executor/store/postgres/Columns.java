package dev.jobc.executor.store.postgres;

import dev.jobc.executor.store.Work;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Columns of a list of rows as arrays, the form in which sets go to the database. */
final class Columns {
  private Columns() {}

  static <T> long[] longs(List<T> rows, ToLongFunction<T> column) {
    long[] values = new long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsLong(rows.get(i));
    }
    return values;
  }

  static <T> int[] ints(List<T> rows, ToIntFunction<T> column) {
    int[] values = new int[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsInt(rows.get(i));
    }
    return values;
  }

  static <T> short[] shorts(List<T> rows, ToIntFunction<T> column) {
    short[] values = new short[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) column.applyAsInt(rows.get(i));
    }
    return values;
  }

  /** Which attempt of which step of which run: {@code bigint[], int[], int[], smallint[]}. */
  static Object[] attempts(List<Work> work) {
    return new Object[] {
      longs(work, Work::runId),
      ints(work, one -> one.ref().scope()),
      ints(work, one -> one.ref().step()),
      shorts(work, one -> one.tries().attempt())
    };
  }

  static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
