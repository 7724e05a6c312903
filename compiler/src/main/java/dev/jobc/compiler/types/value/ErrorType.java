package dev.jobc.compiler.types.value;

import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The type of an error as a value: {@code steps.x.error}, {@code err} in a catch. */
public final class ErrorType {
  /** When its name can be anything. */
  public static final Type.RecordOf TYPE = of(Type.Simple.STRING);

  private ErrorType() {}

  /** When its name is one of a few. */
  public static Type.RecordOf of(List<String> names) {
    return of(new Type.EnumOf("", names));
  }

  private static Type.RecordOf of(Type name) {
    Map<String, Type> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("message", Type.Simple.STRING);
    fields.put("step", Type.Simple.STRING);
    return new Type.RecordOf("Error", fields);
  }
}
