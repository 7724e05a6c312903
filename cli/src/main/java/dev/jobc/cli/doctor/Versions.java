package dev.jobc.cli.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version number as programs print it. */
record Versions(int major, int minor) {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

  /** The first number with a point in a text. */
  static Optional<Versions> first(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find()
        ? Optional.of(
            new Versions(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }
}
