package dev.jobc.reader;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a YAML file claims to be jobc's: the map that it is has the key {@code jobc}. Looks at
 * the bytes alone, so that a file that cannot be read is told of and not passed by.
 */
final class Claim {
  private static final String KEY = "(?:jobc|\"jobc\"|'jobc')\\s*:";
  private static final Pattern HERE = Pattern.compile(KEY);

  private Claim() {}

  /** Of the content of a file, or of its beginning. */
  static boolean of(byte[] bytes) {
    return of(new String(bytes, charset(bytes)));
  }

  /** UTF-16 is an error that is told when the file is read; all others agree on ASCII. */
  private static Charset charset(byte[] bytes) {
    boolean mark = bytes.length > 1 && (bytes[0] & 0xFE) == 0xFE && (bytes[1] & 0xFE) == 0xFE;
    boolean big = bytes.length > 1 && bytes[0] == 0 && bytes[1] != 0;
    boolean little = bytes.length > 1 && bytes[0] != 0 && bytes[1] == 0;
    if ((mark && bytes[0] != bytes[1]) || big) {
      return StandardCharsets.UTF_16;
    }
    return little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
  }

  static boolean of(String marked) {
    String text = marked.startsWith("\uFEFF") ? marked.substring(1) : marked;
    int start = start(text);
    if (text.startsWith("{", start)) {
      return inBraces(text, start + 1);
    }
    int indent = start - (text.lastIndexOf('\n', start - 1) + 1);
    return Pattern.compile("(?m)^ {" + indent + "}" + KEY).matcher(text).find();
  }

  /** Behind comments, directives and the mark of a document. */
  private static int start(String text) {
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
      int mark = text.startsWith("---", at) ? at + 3 : at;
      String line = text.substring(mark, end);
      if (!line.isBlank() && !line.startsWith("%") && !line.stripLeading().startsWith("#")) {
        return mark + line.length() - line.stripLeading().length();
      }
      at = end + 1;
    }
    return text.length();
  }

  /** Whether the key stands between braces and not in a map inside. */
  private static boolean inBraces(String text, int from) {
    Matcher key = HERE.matcher(text);
    int depth = 1;
    for (int i = from; i < text.length() && depth > 0; i++) {
      char c = text.charAt(i);
      boolean first = depth == 1 && "{, \t\r\n".indexOf(text.charAt(i - 1)) >= 0;
      if (first && key.region(i, text.length()).lookingAt()) {
        return true;
      }
      if (c == '"' || c == '\'') {
        i = closing(text, i);
      }
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    }
    return false;
  }

  private static int closing(String text, int quote) {
    for (int i = quote + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == text.charAt(quote)) {
        return i;
      }
    }
    return text.length();
  }
}
