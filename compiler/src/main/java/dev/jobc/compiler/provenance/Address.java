package dev.jobc.compiler.provenance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of repositories without what opens them: they are stored and shown.
 *
 * <p>Only what has one of the usual forms is an address. Anything else could hide a token where
 * nobody looks for one, and is dropped whole.
 */
final class Address {
  private static final int LONGEST = 1024;

  /** Scheme, user and password, host with port, path, and what may follow it. */
  private static final Pattern URL =
      Pattern.compile(
          "((?i)https?|ssh|git|git\\+ssh|ssh\\+git)://(?:([^/?#]*)@)?"
              + "([\\p{Alnum}._-]+(?::\\d{0,5})?|\\[[\\p{XDigit}:.]+](?::\\d{0,5})?)"
              + "(/[^?#@\\\\\\p{Cntrl} ]*)?(?:[?#][^@]*)?");

  private static final Pattern SCP =
      Pattern.compile("(?:([^@/:]+)@)?([\\p{Alnum}._-]+):(?!/?/)([^@\\\\\\p{Cntrl} ]+)");

  private static final Pattern LOCAL =
      Pattern.compile("(?:file://)?(/[^@?#\\\\\\p{Cntrl}]*|\\.\\.?/[^@?#\\\\\\p{Cntrl}]*)");

  /** Who everybody is on hosts of repositories, and no secret. */
  private static final String EVERYBODY = "git";

  private Address() {}

  /** Null when it has none of the forms. */
  static @Nullable String harmless(String address) {
    if (address.length() > LONGEST) {
      return null;
    }
    Matcher url = URL.matcher(address);
    if (url.matches()) {
      String path = url.group(4) == null ? "" : url.group(4);
      return url.group(1) + "://" + user(url.group(2)) + url.group(3) + path;
    }
    Matcher scp = SCP.matcher(address);
    if (scp.matches()) {
      return user(scp.group(1)) + scp.group(2) + ":" + scp.group(3);
    }
    Matcher local = LOCAL.matcher(address);
    return local.matches() ? address : null;
  }

  private static String user(@Nullable String written) {
    return EVERYBODY.equals(written) ? EVERYBODY + "@" : "";
  }
}
