package dev.jobc.compiler.mutation;

import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sound workflow with the places in it where somebody may err. */
final class Source {
  /** Keys whose value is an expression without {@code ${{ }}}. */
  private static final Set<String> BARE =
      Set.of("if", "until", "that", "forEach", "when", "over", "match", "switch", "filter");

  private static final Pattern HOLE = Pattern.compile("\\$\\{\\{(.*?)}}");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private final Path path;
  private final SourceFile file;
  private final List<Site> sites = new ArrayList<>();
  private final Set<String> words = new HashSet<>();

  /**
   * An entry of a map, or an item of a list.
   *
   * @param owners the maps and lists around it, outermost first
   * @param keys the keys that lead to it, its own last; an item of a list adds none
   * @param entry null for an item of a list
   */
  record Site(
      List<YamlNode> owners, List<String> keys, YamlNode.Entry entry, int index, YamlNode value) {
    String key() {
      return keys.getLast();
    }

    String parent() {
      return keys.size() < 2 ? "" : keys.get(keys.size() - 2);
    }

    YamlNode owner() {
      return owners.getLast();
    }

    boolean isEntry() {
      return entry != null;
    }

    /** Its text when it is a scalar on one line; null otherwise. */
    String word() {
      return value instanceof YamlNode.Scalar scalar && !scalar.text().value().contains("\n")
          ? scalar.text().value()
          : null;
    }
  }

  Source(Path path) {
    this.path = path;
    try {
      this.file = new SourceFile(name(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    YamlNode root = Objects.requireNonNull(YamlReader.read(file, new Diagnostics()));
    collect(root, List.of(), List.of());
    Matcher found = WORD.matcher(text());
    while (found.find()) {
      words.add(found.group());
    }
  }

  Path path() {
    return path;
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** The name that tells the samples apart. */
  String label() {
    String directory = String.valueOf(path.toAbsolutePath().getParent().getFileName());
    return name().equals("workflow.yaml") ? directory + "/" + name() : name();
  }

  String text() {
    return file.text();
  }

  List<Site> sites() {
    return sites;
  }

  boolean knows(String word) {
    return words.contains(word);
  }

  int line(int offset) {
    return file.lines().position(offset).line();
  }

  /** How far a place is from the beginning of its line. */
  int column(int offset) {
    return offset - text().lastIndexOf('\n', offset - 1) - 1;
  }

  /** Where expressions stand. */
  List<Span> expressions() {
    List<Span> found = new ArrayList<>();
    Matcher hole = HOLE.matcher(text());
    while (hole.find()) {
      found.add(new Span(hole.start(1), hole.end(1)));
    }
    for (Site site : sites) {
      String word = site.word();
      if (site.isEntry() && BARE.contains(site.key()) && word != null && !word.contains("${{")) {
        found.add(site.value().span());
      }
    }
    return found;
  }

  private void collect(YamlNode node, List<YamlNode> owners, List<String> keys) {
    List<YamlNode> around = new ArrayList<>(owners);
    around.add(node);
    switch (node) {
      case YamlNode.Scalar scalar -> {}
      case YamlNode.Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          add(new Site(around, keys, null, i, list.items().get(i)));
        }
      }
      case YamlNode.Mapping map -> {
        for (int i = 0; i < map.entries().size(); i++) {
          YamlNode.Entry entry = map.entries().get(i);
          List<String> longer = new ArrayList<>(keys);
          longer.add(entry.name());
          add(new Site(around, longer, entry, i, entry.value()));
        }
      }
    }
  }

  private void add(Site site) {
    sites.add(site);
    collect(site.value(), site.owners(), site.keys());
  }
}
