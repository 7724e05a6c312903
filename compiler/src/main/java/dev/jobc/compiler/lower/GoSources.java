package dev.jobc.compiler.lower;

import static dev.jobc.diag.DiagnosticCode.NO_GO_PACKAGE;
import static dev.jobc.diag.DiagnosticCode.UNREADABLE_CODE;

import dev.jobc.source.Located;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Go package needs to be built elsewhere: its sources, those of the packages of its own
 * module that it imports, and the module's {@code go.mod} and {@code go.sum}.
 */
final class GoSources {
  private static final Pattern MODULE = Pattern.compile("(?m)^\\s*module\\s+\"?([^\\s\"]+)");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^\\s*(?:import\\s+)?(?:[\\w.]+\\s+)?\"([^\"\\s]+)\"");

  private final CodeFiles code;
  private final Located<String> place;
  private final Map<String, CodeFile> files = new TreeMap<>();
  private final Set<Path> seen = new TreeSet<>();
  private final Deque<Path> waiting = new ArrayDeque<>();
  private final @Nullable Path moduleRoot;
  private final String module;

  private GoSources(CodeFiles code, Located<String> place, Path folder) {
    this.code = code;
    this.place = place;
    this.moduleRoot = moduleRoot(folder);
    CodeFile goMod = moduleRoot == null ? null : add(moduleRoot.resolve("go.mod"));
    if (moduleRoot != null && Files.isRegularFile(moduleRoot.resolve("go.sum"))) {
      add(moduleRoot.resolve("go.sum"));
    }
    this.module = goMod == null ? "" : first(MODULE, text(goMod));
  }

  /** The files of a package; null when something was reported. */
  static @Nullable List<CodeFile> ofPackage(CodeFiles code, Located<String> place, Path folder) {
    GoSources sources = new GoSources(code, place, folder);
    List<Path> own = sources.sourcesOf(folder);
    if (own.isEmpty()) {
      code.problems()
          .report(NO_GO_PACKAGE, place.span(), "there are no Go files in `" + place.value() + "`");
      return null;
    }
    sources.waiting.add(folder);
    return sources.collect();
  }

  /** One file and what it imports. */
  static List<CodeFile> ofFile(CodeFiles code, Located<String> place, CodeFile file) {
    Path folder = code.directory().resolve(file.path()).getParent();
    GoSources sources = new GoSources(code, place, folder == null ? code.directory() : folder);
    sources.files.put(file.path(), file);
    sources.imports(file);
    return sources.collect();
  }

  private List<CodeFile> collect() {
    while (!waiting.isEmpty()) {
      Path folder = waiting.remove();
      if (seen.add(folder)) {
        for (Path source : sourcesOf(folder)) {
          CodeFile file = add(source);
          if (file != null) {
            imports(file);
          }
        }
      }
    }
    return List.copyOf(files.values());
  }

  private void imports(CodeFile file) {
    if (module.isEmpty() || moduleRoot == null) {
      return;
    }
    Matcher matcher = IMPORT.matcher(text(file));
    while (matcher.find()) {
      String path = matcher.group(1);
      if (path.equals(module) || path.startsWith(module + "/")) {
        Path folder = moduleRoot.resolve(path.substring(module.length()).replaceFirst("^/", ""));
        if (Files.isDirectory(folder)) {
          waiting.add(folder.normalize());
        }
      }
    }
  }

  private @Nullable CodeFile add(Path path) {
    CodeFile file = code.read(path, place);
    if (file != null) {
      files.put(file.path(), file);
    }
    return file;
  }

  private List<Path> sourcesOf(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(GoSources::isSource).filter(this::isInside).sorted().toList();
    } catch (IOException e) {
      code.problems()
          .report(UNREADABLE_CODE, place.span(), "`" + code.relative(folder) + "` cannot be read");
      return List.of();
    }
  }

  private boolean isInside(Path path) {
    try {
      return code.isInside(path);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isSource(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".go") && !name.endsWith("_test.go") && Files.isRegularFile(path);
  }

  private @Nullable Path moduleRoot(Path folder) {
    for (Path at = folder; at != null && at.startsWith(code.directory()); at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("go.mod"))) {
        return at;
      }
    }
    return null;
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String text(CodeFile file) {
    return new String(file.content(), StandardCharsets.UTF_8);
  }
}
