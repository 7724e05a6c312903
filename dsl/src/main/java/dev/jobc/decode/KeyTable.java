package dev.jobc.decode;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one kind of map: what it knows, and what peers call it. */
final class KeyTable {
  private final String owner;
  private final Set<String> known;
  private final Map<String, Word> words;

  /**
   * What to say to a peer's word.
   *
   * @param ours our key, or null when there is none
   * @param advice for the caret or the help
   */
  record Word(@Nullable String ours, String advice) {}

  private KeyTable(String owner, Set<String> known, Map<String, Word> words) {
    this.owner = owner;
    this.known = known;
    this.words = words;
  }

  /** Starts a table; the owner with its article, such as {@code a step}. */
  static KeyTable of(String owner, String... known) {
    return new KeyTable(owner, new LinkedHashSet<>(List.of(known)), new LinkedHashMap<>());
  }

  /** More keys that the map knows. */
  KeyTable knows(String... keys) {
    known.addAll(List.of(keys));
    return this;
  }

  /** Words of other systems for one of our keys. */
  KeyTable says(String ours, String... theirs) {
    for (String word : theirs) {
      words.put(word, new Word(ours, "jobc says `" + ours + "`"));
    }
    return this;
  }

  /** A word for which we have no key, and what to do instead. */
  KeyTable advises(String theirs, String advice) {
    words.put(theirs, new Word(null, advice));
    return this;
  }

  String owner() {
    return owner;
  }

  Set<String> known() {
    return known;
  }

  @Nullable Word word(String key) {
    return words.get(key);
  }

  /** The words of other systems. */
  Set<String> words() {
    return words.keySet();
  }

  /** Our keys that those words are told to be. */
  List<String> advised() {
    return words.values().stream().map(Word::ours).filter(Objects::nonNull).toList();
  }
}
