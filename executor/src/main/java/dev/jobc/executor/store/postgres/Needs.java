package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Need;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Needs as five columns of arrays: keys, limits, slots, windows, policies. */
final class Needs {
  private Needs() {}

  static Object[] columns(List<Need> needs) {
    return new Object[] {
      Columns.texts(needs, Need::key),
      Columns.ints(needs, Need::limit),
      Columns.ints(needs, Need::slots),
      Columns.longs(needs, Need::window),
      Columns.shorts(needs, need -> need.onLimit().ordinal())
    };
  }

  /**
   * What the columns say.
   *
   * @param first the number of the first of them
   */
  static List<Need> read(ResultSet rs, int first) throws SQLException {
    String[] keys = (String[]) rs.getArray(first).getArray();
    Integer[] limits = (Integer[]) rs.getArray(first + 1).getArray();
    Integer[] slots = (Integer[]) rs.getArray(first + 2).getArray();
    Long[] windows = (Long[]) rs.getArray(first + 3).getArray();
    Short[] policies = (Short[]) rs.getArray(first + 4).getArray();
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      OnLimit policy = OnLimit.values()[policies[i]];
      needs.add(new Need(keys[i], limits[i], slots[i], windows[i], policy));
    }
    return needs;
  }
}
