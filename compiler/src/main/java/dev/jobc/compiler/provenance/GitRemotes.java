package dev.jobc.compiler.provenance;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The other repositories that the configuration of one names. Includes are not followed. */
final class GitRemotes {
  private static final int LARGEST = 1 << 20;
  private static final String USUAL = "origin";
  private static final Pattern SECTION = Pattern.compile("\\s*\\[\\s*([^\\]\"\\s]+).*");

  private static final Pattern REMOTE =
      Pattern.compile("\\s*\\[\\s*remote\\s+\"([^\"]*)\"\\s*](.*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern ENTRY = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9-]*)\\s*=(.*)");

  private GitRemotes() {}

  /**
   * The address of the repository that this one was cloned from: {@code origin}, or the only one it
   * knows. Null when there is none.
   */
  static @Nullable String address(Path common) {
    String text = GitFiles.text(common.resolve("config"), LARGEST);
    if (text == null) {
      return null;
    }
    Map<String, String> addresses = addresses(text);
    String usual = addresses.get(USUAL);
    return usual == null && addresses.size() == 1 ? addresses.values().iterator().next() : usual;
  }

  /** The first address of each, which is the one that git fetches from. */
  private static Map<String, String> addresses(String text) {
    Map<String, String> addresses = new LinkedHashMap<>();
    String remote = null;
    for (String line : text.replaceAll("\\\\\r?\n", "").lines().toList()) {
      Matcher named = REMOTE.matcher(line);
      String rest = line;
      if (named.matches()) {
        remote = named.group(1);
        rest = named.group(2);
      } else if (SECTION.matcher(line).matches()) {
        remote = null;
      }
      Matcher entry = ENTRY.matcher(rest);
      if (remote != null
          && entry.matches()
          && entry.group(1).toLowerCase(Locale.ROOT).equals("url")) {
        addresses.putIfAbsent(remote, value(entry.group(2)));
      }
    }
    return addresses;
  }

  /** Without quotes, comments and the blanks around it. */
  private static String value(String written) {
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && i + 1 < written.length()) {
        value.append(written.charAt(++i));
      } else if (!quoted && (c == '#' || c == ';')) {
        break;
      } else {
        value.append(c);
      }
    }
    return value.toString().strip();
  }
}
