package dev.jobc.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Times of a calendar as crontabs write them: five fields, or six with seconds first, and the words
 * with {@code @}. Strict, so that what the author gets is what is written.
 */
final class Cron {
  private static final Map<String, String> WORDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** A field with its range and the names of its values. */
  private enum Field {
    SECOND(0, 59, List.of()),
    MINUTE(0, 59, List.of()),
    HOUR(0, 23, List.of()),
    DAY(1, 31, List.of()),
    MONTH(1, 12, MONTHS),
    WEEKDAY(0, 7, DAYS);

    private final int lowest;
    private final int highest;
    private final List<String> names;

    Field(int lowest, int highest, List<String> names) {
      this.lowest = lowest;
      this.highest = highest;
      this.names = names;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a text means.
   *
   * @param text the plain form: numbers, fields separated by one space; empty after a problem
   * @param problem what is wrong, to follow the name of the key; null when nothing is
   * @param help how to mend it, maybe empty
   */
  record Result(String text, @Nullable String problem, String help) {}

  private String problem = "";
  private String help = "";

  private Cron() {}

  static Result parse(String text) {
    return new Cron().read(text.strip());
  }

  private Result read(String text) {
    if (text.startsWith("@")) {
      return word(text);
    }
    String[] parts = text.split("[ \\t]+", -1);
    if (parts.length != 5 && parts.length != 6) {
      String found = text.isEmpty() ? "is empty" : "has " + parts.length + " fields";
      String why = parts.length == 7 ? "there is no field for years; use `start` and `end`" : "";
      return new Result("", found + ", it takes 5, or 6 with seconds first", why);
    }
    int first = parts.length == 6 ? 0 : 1;
    List<String> plain = new ArrayList<>();
    List<List<Integer>> values = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      Field field = Field.values()[first + i];
      List<Integer> found = new ArrayList<>();
      plain.add(field(field, parts[i], found));
      values.add(found);
      if (!problem.isEmpty()) {
        return new Result("", problem, help);
      }
    }
    int day = parts.length - 3;
    return fires(plain.get(day), values.get(day), plain.get(day + 2), values.get(day + 1))
        ? new Result(String.join(" ", plain), null, "")
        : new Result("", "never fires: no such month has the day " + plain.get(day), "");
  }

  private static Result word(String text) {
    String fields = WORDS.get(text.toLowerCase(Locale.ROOT));
    if (fields != null) {
      return new Result(fields, null, "");
    }
    String known = "@hourly, @daily, @weekly, @monthly, @yearly";
    return text.equals("@reboot")
        ? new Result("", "cannot be `@reboot`: a server has no moment that runs belong to", "")
        : new Result("", "does not know `" + text + "`", "the words are " + known);
  }

  /** A field in its plain form; its values go into the list. */
  private String field(Field field, String text, List<Integer> values) {
    List<String> plain = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      plain.add(part(field, part, values));
      if (!problem.isEmpty()) {
        return "";
      }
    }
    return String.join(",", plain);
  }

  private String part(Field field, String text, List<Integer> values) {
    int slash = text.indexOf('/');
    String range = slash < 0 ? text : text.substring(0, slash);
    int step = slash < 0 ? 1 : step(field, text.substring(slash + 1));
    int dash = range.indexOf('-');
    int from = field.lowest;
    int to = field == Field.WEEKDAY ? field.highest - 1 : field.highest;
    boolean all = range.equals("*");
    if (!all && dash > 0) {
      from = number(field, range.substring(0, dash));
      to = number(field, range.substring(dash + 1));
    } else if (!all) {
      from = number(field, range);
      to = slash < 0 ? from : to;
    }
    if (problem.isEmpty() && from > to) {
      fail("has the " + field.word() + " range `" + range + "`, which ends before it begins", "");
      help =
          "write both parts: `" + from + "-" + field.highest + "," + field.lowest + "-" + to + "`";
    }
    if (problem.isEmpty() && slash >= 0 && step > to - from) {
      fail("has the " + field.word() + " step `/" + step + "`, which leaves its range at once", "");
    }
    for (int value = from; problem.isEmpty() && value <= to; value += step) {
      values.add(value);
    }
    String plain = all ? "*" : from == to ? "" + from : from + "-" + to;
    return slash < 0 ? plain : plain + "/" + step;
  }

  private int step(Field field, String text) {
    if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) > 0) {
      return Integer.parseInt(text);
    }
    fail("has the " + field.word() + " step `/" + text + "`, which is no number from 1", "");
    return 1;
  }

  private int number(Field field, String text) {
    int named = field.names.indexOf(text.toUpperCase(Locale.ROOT));
    if (named >= 0) {
      return named + field.lowest;
    }
    if (!text.matches("[0-9]{1,4}")) {
      fail("has the " + field.word() + " `" + text + "`, which is no value of it", special(text));
      return field.lowest;
    }
    int number = Integer.parseInt(text);
    if (number < field.lowest || number > field.highest) {
      String range = field.lowest + " to " + field.highest;
      fail("has the " + field.word() + " " + text + ", it goes from " + range, "");
      return field.lowest;
    }
    return number;
  }

  private static String special(String text) {
    if (text.equals("?")) {
      return "write `*`; `?` is of another scheduler";
    }
    return text.matches("[0-9]*[LW]|[0-9]+#[0-9]|LW")
        ? "`L`, `W` and `#` are of another scheduler; list the days"
        : "";
  }

  private void fail(String message, String mend) {
    if (problem.isEmpty()) {
      problem = message;
      help = mend;
    }
  }

  /** Whether a month that is meant has a day that is meant; a weekday is as good as a day. */
  private static boolean fires(
      String day, List<Integer> days, String weekday, List<Integer> months) {
    if (day.equals("*") || !weekday.equals("*")) {
      return true;
    }
    return months.stream().anyMatch(month -> days.stream().anyMatch(d -> d <= LONGEST[month - 1]));
  }
}
