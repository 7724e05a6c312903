package dev.jobc.executor.store.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration may do to tables that were there before, so that executors of the release before
 * go on with them: add what they need not know, to one of them at a time.
 */
final class MigrationRules {
  private static final Pattern CREATED = Pattern.compile("^create table (\\w+)\\b");
  private static final Pattern ALTERED = Pattern.compile("^alter table (?:only )?([\\w.]+) (.*)$");
  private static final Pattern UNIQUE = Pattern.compile("^create unique index \\w+ on (\\w+)\\b.*");
  private static final Pattern CHANGED = Pattern.compile("^(?:update|delete from) (\\w+)\\b.*");

  private MigrationRules() {}

  /** The statements that do more than that. */
  static List<String> broken(String sql) {
    Set<String> fresh = new HashSet<>();
    Set<String> old = new HashSet<>();
    List<String> broken = new ArrayList<>();
    for (String part : sql.replaceAll("--[^\n]*", "").replaceAll("'[^']*'", "''").split(";")) {
      String statement = part.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      Matcher created = CREATED.matcher(statement);
      if (created.find()) {
        fresh.add(created.group(1));
      } else if (!statement.isEmpty() && !isAllowed(statement, fresh)) {
        broken.add(statement);
      }
      Matcher altered = ALTERED.matcher(statement);
      if (altered.matches() && !fresh.contains(altered.group(1))) {
        old.add(altered.group(1));
      }
    }
    if (old.size() > 1) {
      broken.add("several tables of other migrations: " + old);
    }
    return broken;
  }

  private static boolean isAllowed(String statement, Set<String> fresh) {
    Matcher altered = ALTERED.matcher(statement);
    if (altered.matches()) {
      return fresh.contains(altered.group(1)) || onlyAdds(altered.group(2));
    }
    for (Pattern pattern : List.of(UNIQUE, CHANGED)) {
      Matcher matcher = pattern.matcher(statement);
      if (matcher.matches()) {
        return fresh.contains(matcher.group(1));
      }
    }
    return statement.matches("(create (table|index|sequence)|comment on|insert into) .*");
  }

  /** Columns that an insert may leave out. */
  private static boolean onlyAdds(String changes) {
    for (String change : changes.split(", (?=add |drop |alter |rename )")) {
      boolean optional = !change.contains("not null") || change.contains(" default ");
      if (!change.startsWith("add column ") || !optional || change.contains(" unique")) {
        return false;
      }
    }
    return true;
  }
}
