package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.model.CodeDoc.Entry;
import dev.jobc.model.Runtime;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.ScalarText;
import dev.jobc.yaml.YamlNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code run}, {@code file}, {@code package} and {@code command}. */
final class EntryDecoder {
  private final Decoding decoding;
  private final Scalars scalars;

  EntryDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  Entry entry(YamlNode.Entry entry, Located<Runtime> runtime) {
    Entry decoded =
        switch (entry.name()) {
          case "run" -> run(entry, runtime.value());
          case "file" -> file(entry, runtime.value());
          case "package" -> directory(entry);
          case "command" -> command(entry);
          case "class" -> className(entry);
          default -> throw new IllegalArgumentException("no entry: " + entry.name());
        };
    Span other = misfit(entry.name(), runtime.value()) ? runtime.span() : null;
    if (other != null) {
      decoding.add(misfit(entry, runtime));
    }
    return decoded == null || other != null ? new Entry.Broken(entry.span()) : decoded;
  }

  private static boolean misfit(String key, Runtime runtime) {
    return key.equals("command") != (runtime == Runtime.COMMAND)
        || key.equals("class") != (runtime == Runtime.JAVA);
  }

  private Diagnostic misfit(YamlNode.Entry entry, Located<Runtime> runtime) {
    String word = runtime.value().word();
    return decoding
        .at(
            entry.key().span(),
            DiagnosticCode.CONFLICTING_KEYS,
            "`" + entry.name() + "` does not go with `runtime: " + word + "`")
        .label(decoding.place(runtime.span()), "chosen here")
        .help(help(entry.name(), runtime.value()));
  }

  private static String help(String key, Runtime runtime) {
    return switch (runtime) {
      case JAVA -> "a Java task names its code with `class`";
      case COMMAND -> "run a program with `command`, or choose another runtime for `" + key + "`";
      case PYTHON, GO, SHELL ->
          key.equals("class")
              ? "`class` is for `runtime: java`"
              : "`command` runs a program without a runtime; a script goes into `run` or `file`";
    };
  }

  private @Nullable Entry className(YamlNode.Entry entry) {
    Located<String> name = scalars.text(entry);
    if (name == null || isClassName(name.value())) {
      return name == null ? null : new Entry.ClassName(name);
    }
    decoding.add(
        decoding
            .at(name.span(), DiagnosticCode.BAD_NAME, "`" + name.value() + "` cannot be a class")
            .note("a class is written with its package: `com.example.LoadChunk`"));
    return null;
  }

  private static boolean isClassName(String name) {
    for (String part : name.split("\\.", -1)) {
      if (!Names.fits(Names.Kind.VARIABLE, part.replace('$', '_'))) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Entry run(YamlNode.Entry entry, Runtime runtime) {
    if (!(entry.value() instanceof YamlNode.Scalar scalar)
        || !(scalar.value() instanceof Json.Str(String text))) {
      decoding.add(
          decoding
              .wrongKind(entry.key().span(), "run", entry.value(), "the text of a script")
              .help("write `run: |` and the script indented below it"));
      return null;
    }
    if (text.isBlank()) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.EMPTY_VALUE, "`run` is empty")
              .caption("expected a script"));
      return null;
    }
    return refuseTemplates(scalar.text(), runtime)
        ? null
        : new Entry.Inline(new Located<>(text, scalar.span()));
  }

  private boolean refuseTemplates(ScalarText script, Runtime runtime) {
    String text = script.value();
    boolean found = false;
    for (int open = text.indexOf("${{"); open >= 0; open = text.indexOf("${{", open + 3)) {
      found = true;
      int close = text.indexOf("}}", open);
      int lineEnd = text.indexOf('\n', open);
      boolean closed = close >= 0 && (lineEnd < 0 || close < lineEnd);
      int end = closed ? close + 2 : open + 3;
      decoding.add(
          safeForm(
              decoding.at(
                  script.toFile(open, end),
                  DiagnosticCode.TEMPLATE_IN_SCRIPT,
                  "an expression inside a script"),
              closed ? text.substring(open, end) : "${{ … }}",
              runtime));
    }
    return found;
  }

  private static Diagnostic safeForm(Diagnostic error, String expression, Runtime runtime) {
    String help =
        switch (runtime) {
          case SHELL, COMMAND, JAVA ->
              "pass it as `env: { VALUE: \"" + expression + "\" }` and write \"$VALUE\" here";
          case PYTHON ->
              "pass it as `with: { value: \"" + expression + "\" }` and write inputs.value here";
          case GO -> "pass it as `with: { value: \"" + expression + "\" }` and write in.Value here";
        };
    return error
        .caption("`run` is literal text")
        .note("values never become code, so no value can inject any")
        .help(help);
  }

  private @Nullable Entry file(YamlNode.Entry entry, Runtime runtime) {
    Located<String> text = scalars.text(entry);
    if (text == null) {
      return null;
    }
    if (runtime == Runtime.SHELL) {
      return path(text, entry.name()) ? new Entry.File(text, null) : null;
    }
    Symbol split = split(text, entry);
    return split == null ? null : new Entry.File(split.path(), split.symbol());
  }

  private @Nullable Entry directory(YamlNode.Entry entry) {
    Located<String> text = scalars.text(entry);
    Symbol split = text == null ? null : split(text, entry);
    return split == null ? null : new Entry.Package(split.path(), split.symbol());
  }

  /** A path and the function named behind {@code #}. */
  private record Symbol(Located<String> path, @Nullable Located<String> symbol) {}

  private @Nullable Symbol split(Located<String> text, YamlNode.Entry entry) {
    int hash = text.value().lastIndexOf('#');
    ScalarText scalar = ((YamlNode.Scalar) entry.value()).text();
    int pathEnd = hash < 0 ? text.value().length() : hash;
    Located<String> path =
        new Located<>(
            text.value().substring(0, pathEnd), hash < 0 ? text.span() : scalar.toFile(0, pathEnd));
    if (!path(path, entry.name())) {
      return null;
    }
    if (hash < 0) {
      return new Symbol(path, null);
    }
    Located<String> symbol =
        new Located<>(text.value().substring(hash + 1), scalar.toFile(hash, text.value().length()));
    return scalars.name(symbol, Names.Kind.VARIABLE, "the name of a function") == null
        ? null
        : new Symbol(path, symbol);
  }

  boolean path(Located<String> path, String key) {
    String problem = problem(path.value());
    if (problem.isEmpty()) {
      return true;
    }
    decoding.add(
        decoding
            .at(path.span(), DiagnosticCode.BAD_PATH, "`" + key + "` " + problem)
            .note(
                "code travels with the plan, so it must be in the workflow's directory or below"));
    return false;
  }

  private static String problem(String path) {
    if (path.isBlank()) {
      return "has no path";
    }
    if (path.indexOf('\\') >= 0) {
      return "has a `\\` in its path; write `/`";
    }
    if (path.startsWith("/") || path.startsWith("~")) {
      return "has an absolute path";
    }
    boolean up = Arrays.asList(path.split("/", -1)).contains("..");
    return up ? "has `..` in its path" : "";
  }

  private @Nullable Entry command(YamlNode.Entry entry) {
    if (entry.value() instanceof YamlNode.Sequence) {
      decoding.add(
          decoding
              .wrongKind(entry.key().span(), entry.name(), entry.value(), "the name of a program")
              .help("put its arguments into `args: [...]`"));
      return null;
    }
    Located<String> program = scalars.text(entry);
    if (program == null) {
      return null;
    }
    if (CodeDecoder.isProgram(program.value())) {
      return new Entry.Command(program);
    }
    String first = program.value().strip().split("\\s", 2)[0];
    Diagnostic error =
        decoding.at(
            program.span(),
            DiagnosticCode.BAD_NAME,
            "`" + program.value() + "` cannot be the name of a program");
    decoding.add(
        first.isEmpty()
            ? error
            : error
                .help("write `command: " + first + "` and put the rest into `args`")
                .help("or write it as a shell script: `runtime: shell` and `run`"));
    return null;
  }
}
