package dev.jobc.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that are expressions or types, and such that nearly are. */
final class RandomText {
  private static final String[] LEAVES = {
    "a",
    "x_1",
    "as",
    "is",
    "1",
    "23",
    "0x1F",
    "2.5",
    ".5",
    "1e3",
    "7.e",
    "'s'",
    "\"t \\\" t\"",
    "r'\\'",
    "b'x'",
    "Rb\"y\"",
    "'''q 'q' q'''",
    "''",
    "true",
    "null"
  };
  private static final String[] OPERATORS = {
    "||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "??", "+", "-", "*", "/", "%"
  };
  private static final String[] TYPES = {"int", "string", "Chunk", "in", "as"};
  private static final String[] SCRAPS = {
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "?",
    "??",
    "|",
    "!",
    "-",
    ".",
    "..",
    "=",
    "&",
    "@",
    "$",
    "1u",
    "0x",
    "\"open",
    "'\\",
    "// rest\n",
    "\n",
    "é",
    "😀",
    "in",
    "as",
    "is",
    "if",
    "a",
    "9",
    "'"
  };

  private final Random random;

  RandomText(long seed) {
    random = new Random(seed);
  }

  String expression() {
    return spoiled(expression(4));
  }

  String type() {
    return spoiled(type(3));
  }

  private List<String> expression(int depth) {
    if (depth == 0) {
      return List.of(pick(LEAVES));
    }
    List<String> text = new ArrayList<>();
    switch (random.nextInt(12)) {
      case 0 -> add(text, "(", expression(depth - 1), ")");
      case 1 -> add(text, "[", list(depth), random.nextBoolean() ? "]" : ",]");
      case 2 -> add(text, "{", expression(depth - 1), ":", expression(depth - 1), "}");
      case 3 -> add(text, "f", "(", list(depth), ")");
      case 4 -> add(text, expression(depth - 1), ".", name());
      case 5 -> add(text, expression(depth - 1), ".", name(), "(", list(depth), ")");
      case 6 -> add(text, expression(depth - 1), "[", expression(depth - 1), "]");
      case 7 -> add(text, random.nextBoolean() ? "!" : "-", expression(depth - 1));
      case 8 ->
          add(text, expression(depth - 1), "?", expression(depth - 1), ":", expression(depth - 1));
      case 9 -> add(text, expression(depth - 1), ".", pick("as", "is"), "(", type(2), ")");
      default -> add(text, expression(depth - 1), pick(OPERATORS), expression(depth - 1));
    }
    return text;
  }

  private List<String> list(int depth) {
    List<String> text = new ArrayList<>(expression(depth - 1));
    for (int more = random.nextInt(3); more > 0; more--) {
      add(text, ",", expression(depth - 1));
    }
    return text;
  }

  private String name() {
    return pick("a", "b_2", "in", "true", "as", "size");
  }

  private List<String> type(int depth) {
    if (depth == 0) {
      return List.of(pick(TYPES));
    }
    List<String> text = new ArrayList<>();
    switch (random.nextInt(6)) {
      case 0 -> add(text, "list", "<", type(depth - 1), ">");
      case 1 -> add(text, "map", "<", "string", ",", type(depth - 1), ">");
      case 2 -> add(text, "{", "a", ":", type(depth - 1), ",", "b", ":", type(depth - 1), "}");
      case 3 -> add(text, "(", type(depth - 1), ")");
      case 4 -> add(text, type(depth - 1), "?");
      default -> add(text, type(depth - 1), "|", type(depth - 1));
    }
    return text;
  }

  private static void add(List<String> text, Object... parts) {
    for (Object part : parts) {
      if (part instanceof List<?> several) {
        several.forEach(one -> text.add(one.toString()));
      } else {
        text.add(part.toString());
      }
    }
  }

  /** Half of the time a token more, less or in another place; blanks here and there. */
  private String spoiled(List<String> tokens) {
    List<String> text = new ArrayList<>(tokens);
    if (random.nextBoolean()) {
      int at = random.nextInt(text.size());
      switch (random.nextInt(3)) {
        case 0 -> text.remove(at);
        case 1 -> text.add(at, pick(SCRAPS));
        default -> text.set(at, pick(SCRAPS));
      }
    }
    StringBuilder joined = new StringBuilder();
    for (String token : text) {
      joined.append(token).append(random.nextInt(4) == 0 ? "" : " ");
    }
    return joined.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
