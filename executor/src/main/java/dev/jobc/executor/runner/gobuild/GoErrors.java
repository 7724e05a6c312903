package dev.jobc.executor.runner.gobuild;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The compiler's text for the author: the author's file names, and what to do about the usual. */
final class GoErrors {
  private static final int MAX_LINES = 20;
  private static final Pattern UNDEFINED = Pattern.compile("undefined: (\\w+)$", Pattern.MULTILINE);

  /** Packages whose last part is how code names them; the usual ones to forget. */
  private static final Set<String> USUAL =
      Set.of(
          "bufio",
          "bytes",
          "context",
          "crypto/md5",
          "crypto/sha1",
          "crypto/sha256",
          "encoding/base64",
          "encoding/csv",
          "encoding/hex",
          "encoding/json",
          "errors",
          "fmt",
          "io",
          "math",
          "math/rand",
          "net/http",
          "net/url",
          "os",
          "os/exec",
          "path",
          "path/filepath",
          "regexp",
          "sort",
          "strconv",
          "strings",
          "sync",
          "time",
          "unicode",
          "unicode/utf8");

  private GoErrors() {}

  /**
   * Makes the message.
   *
   * @param alias path of a generated copy, empty for none
   * @param original the author's path for it
   */
  static String explain(String compiler, String alias, String original) {
    String own = alias.isEmpty() ? compiler : compiler.replace(alias, original);
    String text =
        own.lines()
            .filter(line -> !line.startsWith("# "))
            .map(line -> line.startsWith("./") ? line.substring(2) : line)
            .limit(MAX_LINES)
            .collect(Collectors.joining("\n"));
    return "the Go code doesn't compile: " + text + hints(text);
  }

  private static String hints(String text) {
    Set<String> hints = new TreeSet<>();
    Matcher matcher = UNDEFINED.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      USUAL.stream()
          .filter(path -> path.equals(name) || path.endsWith("/" + name))
          .forEach(path -> hints.add("\nhint: put `import \"" + path + "\"` at the top"));
    }
    return String.join("", hints);
  }
}
