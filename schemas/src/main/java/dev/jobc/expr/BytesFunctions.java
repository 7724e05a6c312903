package dev.jobc.expr;

import dev.jobc.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Bytes, which are base64 in JSON. Their order is that of unsigned numbers. */
final class BytesFunctions {
  static final String TABLE =
      """
      operator add_bytes +(bytes, bytes) -> bytes
      either size_bytes size(bytes) -> int
      function bytes_of_bytes bytes(bytes) -> bytes
      function bytes_of_string bytes(string) -> bytes
      function string_of_bytes string(bytes) -> string
      """;

  private BytesFunctions() {}

  static Json apply(Overload overload, List<Json> args, Budget budget) throws EvaluationException {
    budget.spend(Args.text(args, 0).length());
    return switch (overload.id()) {
      case "add_bytes" -> add(decode(args.get(0)), decode(args.get(1)), budget);
      case "size_bytes" -> Json.of((long) decode(args.get(0)).length);
      case "bytes_of_bytes" -> args.get(0);
      case "bytes_of_string" -> encode(Args.text(args, 0).getBytes(StandardCharsets.UTF_8));
      case "string_of_bytes" -> text(decode(args.get(0)));
      default -> throw Args.missing(overload);
    };
  }

  static byte[] decode(Json value) {
    return Base64.getDecoder().decode(((Json.Str) value).value());
  }

  private static Json encode(byte[] bytes) {
    return Json.of(Base64.getEncoder().encodeToString(bytes));
  }

  private static Json add(byte[] a, byte[] b, Budget budget) throws EvaluationException {
    budget.spend(a.length + (long) b.length);
    ByteArrayOutputStream sum = new ByteArrayOutputStream(a.length + b.length);
    sum.writeBytes(a);
    sum.writeBytes(b);
    return encode(sum.toByteArray());
  }

  private static Json text(byte[] bytes) throws EvaluationException {
    try {
      return Json.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new EvaluationException("string() wants UTF-8 text, these bytes are none");
    }
  }
}
