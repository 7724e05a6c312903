package dev.jobc.cli.context;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a value of an enum by what it is called on the command line, its {@code toString}. Picocli
 * takes and shows the constants' names in Java as well.
 */
public final class EnumWords<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  public EnumWords(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String word) {
    for (E value : type.getEnumConstants()) {
      if (value.toString().equals(word)) {
        return value;
      }
    }
    String known = Arrays.toString(type.getEnumConstants());
    throw new TypeConversionException("expected one of " + known + " but was '" + word + "'");
  }
}
