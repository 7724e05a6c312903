package dev.jobc.protocol;

import java.util.Locale;

/** Enum constants as the lower-case words of the wire. */
final class Words {
  private Words() {}

  static String write(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E read(Class<E> type, String word) {
    for (E value : type.getEnumConstants()) {
      if (write(value).equals(word)) {
        return value;
      }
    }
    throw new ProtocolException("`" + word + "` is no " + type.getSimpleName());
  }
}
