package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Suggestions;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.CodeDoc.Entry;
import dev.jobc.model.Runtime;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a task runs: {@code runtime} with its code, or {@code command}. */
final class CodeDecoder {
  /** The keys that say where the code is; a task has exactly one. */
  static final List<String> ENTRIES = List.of("run", "file", "package", "command", "class");

  /** Keys of a task's code and the runtimes in which they mean something. */
  private static final Map<String, Set<Runtime>> USERS =
      Map.of(
          "args", Set.of(Runtime.COMMAND),
          "stdin", Set.of(Runtime.COMMAND),
          "env", Set.of(Runtime.COMMAND, Runtime.SHELL),
          "capture", Set.of(Runtime.COMMAND, Runtime.SHELL),
          "exitCodes", Set.of(Runtime.COMMAND, Runtime.SHELL),
          "shell", Set.of(Runtime.SHELL),
          "package", Set.of(Runtime.GO),
          "requirements", Set.of(Runtime.PYTHON),
          "packages", Set.of(Runtime.PYTHON, Runtime.GO));

  private final Decoding decoding;
  private final Scalars scalars;
  private final EntryDecoder entries;
  private final CommandDecoder commands;
  private final DependenciesDecoder dependencies;

  CodeDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.entries = new EntryDecoder(decoding);
    this.commands = new CommandDecoder(decoding);
    this.dependencies = new DependenciesDecoder(decoding);
  }

  /**
   * Decodes the code of a task or of a step that is one.
   *
   * @param owner the task or step, for messages
   */
  CodeDoc code(Fields fields, String owner, Span anchor) {
    Located<Runtime> runtime = runtime(fields, owner, anchor);
    Entry entry = runtime == null ? new Entry.Broken(anchor) : entry(fields, runtime, owner);
    if (runtime != null) {
      checkUsers(fields, runtime.value());
    }
    return new CodeDoc(
        runtime == null ? new Located<>(Runtime.COMMAND, anchor) : runtime,
        entry,
        commands.args(fields.get("args")),
        commands.stdin(fields.get("stdin")),
        commands.env(fields.get("env")),
        commands.capture(fields.get("capture")),
        commands.exitCodes(fields.get("exitCodes")),
        shell(fields.get("shell")),
        dependencies.dependencies(fields));
  }

  private @Nullable Located<Runtime> runtime(Fields fields, String owner, Span anchor) {
    YamlNode.Entry written = fields.get("runtime");
    YamlNode.Entry command = fields.get("command");
    if (written != null) {
      Located<String> word = scalars.text(written);
      return word == null ? null : runtime(word);
    }
    if (command != null) {
      return new Located<>(Runtime.COMMAND, command.key().span());
    }
    if (fields.lacks("runtime") && fields.lacks("command")) {
      decoding.add(
          decoding
              .at(anchor, DiagnosticCode.MISSING_KEY, owner + " has no `runtime`")
              .help("add `runtime: shell`, `python` or `go`; or run a program with `command`"));
    }
    return null;
  }

  private @Nullable Located<Runtime> runtime(Located<String> word) {
    for (Runtime runtime : Runtime.values()) {
      if (runtime.word().equals(word.value())) {
        return word.as(runtime);
      }
    }
    List<String> words = List.of("command", "go", "java", "python", "shell");
    String near = near(word.value(), words);
    Diagnostic error =
        decoding.at(
            word.span(),
            DiagnosticCode.UNKNOWN_CHOICE,
            "there is no runtime `" + word.value() + "`");
    decoding.add(
        error
            .caption(
                near == null ? "expected shell, python, go or java" : Suggestions.didYouMean(near))
            .help("any other program runs with `command:` and `args:`"));
    return null;
  }

  private static @Nullable String near(String word, List<String> words) {
    return switch (word) {
      case "bash", "sh", "zsh" -> "shell";
      case "golang" -> "go";
      case "py", "python3" -> "python";
      default -> Suggestions.nearest(word, words);
    };
  }

  private Entry entry(Fields fields, Located<Runtime> runtime, String owner) {
    List<YamlNode.Entry> found = new ArrayList<>();
    for (String key : ENTRIES) {
      YamlNode.Entry entry = fields.get(key);
      if (entry != null) {
        found.add(entry);
      }
    }
    if (found.isEmpty()) {
      if (fields.lacksAll(ENTRIES)) {
        decoding.add(noCode(runtime, owner));
      }
      return new Entry.Broken(runtime.span());
    }
    if (found.size() > 1) {
      conflict(found.get(0), found.get(1));
      return new Entry.Broken(runtime.span());
    }
    return entries.entry(found.getFirst(), runtime);
  }

  private Diagnostic noCode(Located<Runtime> runtime, String owner) {
    String keys =
        switch (runtime.value()) {
          case SHELL, PYTHON -> "`run` or `file`";
          case GO -> "`package`, `file` or `run`";
          case JAVA -> "`class`";
          case COMMAND -> "`command`";
        };
    return decoding
        .at(runtime.span(), DiagnosticCode.NO_ACTION, owner + " has nothing to run")
        .help("add " + keys);
  }

  /** Two keys of which one is too many. */
  void conflict(YamlNode.Entry first, YamlNode.Entry second) {
    boolean swap = first.key().span().start() > second.key().span().start();
    YamlNode.Entry kept = swap ? second : first;
    YamlNode.Entry extra = swap ? first : second;
    decoding.add(
        decoding
            .at(
                extra.key().span(),
                DiagnosticCode.CONFLICTING_KEYS,
                "`" + extra.name() + "` and `" + kept.name() + "` exclude each other")
            .label(decoding.place(kept.key().span()), "the other one"));
  }

  private void checkUsers(Fields fields, Runtime runtime) {
    for (YamlNode.Entry entry : fields.entries()) {
      Set<Runtime> users = USERS.get(entry.name());
      if (users != null && !users.contains(runtime)) {
        decoding.add(misplaced(entry, runtime));
      }
    }
  }

  private Diagnostic misplaced(YamlNode.Entry entry, Runtime runtime) {
    Diagnostic error =
        decoding.at(
            entry.key().span(),
            DiagnosticCode.MISPLACED_KEY,
            "`" + entry.name() + "` means nothing to a " + runtime.word() + " task");
    return switch (entry.name()) {
      case "package" -> error.help("`package` is for Go; use `file` or `run`");
      case "shell" -> error.help("`shell` chooses the interpreter of a shell task");
      case "exitCodes" -> error.help("declare `errors`, and raise them");
      case "requirements" -> error.help("a requirements file is for Python");
      case "packages" -> error.help("packages are installed for Python and Go tasks");
      case "capture" -> error.help("give `outputs` instead; what is printed is logged");
      default ->
          runtime == Runtime.SHELL
              ? error.help("use `env`, or run a program with `command`")
              : error.help("pass values through the task's inputs");
    };
  }

  @Nullable Located<String> shell(YamlNode.@Nullable Entry entry) {
    Located<String> shell = scalars.text(entry);
    if (shell == null || entry == null || isProgram(shell.value())) {
      return shell;
    }
    decoding.add(
        decoding
            .at(shell.span(), DiagnosticCode.BAD_NAME, "`" + shell.value() + "` cannot be a shell")
            .note("`shell` takes the name or path of a program, such as `sh`, without options"));
    return null;
  }

  /** Whether a text can be the name of a program: one word, or a path that begins as one. */
  static boolean isProgram(String text) {
    if (text.isEmpty()) {
      return false;
    }
    int space = 0;
    while (space < text.length() && !Character.isWhitespace(text.charAt(space))) {
      space++;
    }
    return space == text.length() || text.substring(0, space).indexOf('/') >= 0;
  }
}
