package dev.jobc.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and writes JSON text (RFC 8259). Refuses what would not survive a round trip through every
 * language: duplicate member names, integers beyond 64 bits, numbers that are not finite.
 */
public final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonText() {}

  /**
   * Reads one value.
   *
   * @throws JsonException when the text is not exactly one JSON value
   */
  public static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parseOnly(parser);
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /**
   * Reads one value from UTF-8 bytes.
   *
   * @throws JsonException when the bytes are not exactly one JSON value
   */
  public static Json parse(byte[] utf8) {
    return parse(utf8, 0, utf8.length);
  }

  /** Reads one value from a range of UTF-8 bytes; see {@link #parse(byte[])}. */
  public static Json parse(byte[] utf8, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(utf8, offset, length)) {
      return parseOnly(parser);
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** Writes a value on one line, members in their own order. */
  public static String write(Json value) {
    return write(value, false);
  }

  /** Writes a value on one line as UTF-8. */
  public static byte[] writeBytes(Json value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      generate(generator, value);
    } catch (IOException e) {
      throw new JsonException(e.getMessage() == null ? "cannot write JSON" : e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  /** Writes a value indented, for people. */
  public static String pretty(Json value) {
    return write(value, true) + "\n";
  }

  /**
   * The canonical form that digests are made of: UTF-8, no white space, members sorted by name
   * (UTF-16 code units, as in RFC 8785).
   */
  public static byte[] canonical(Json value) {
    return write(sorted(value)).getBytes(StandardCharsets.UTF_8);
  }

  private static Json sorted(Json value) {
    return switch (value) {
      case Json.Obj object -> {
        Map<String, Json> members = new TreeMap<>();
        object.members().forEach((name, member) -> members.put(name, sorted(member)));
        yield new Json.Obj(members);
      }
      case Json.Arr array -> new Json.Arr(array.items().stream().map(JsonText::sorted).toList());
      case Json.Null n -> n;
      case Json.Bool b -> b;
      case Json.Int i -> i;
      case Json.Float f -> f;
      case Json.Str s -> s;
    };
  }

  private static String write(Json value, boolean indented) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (indented) {
        generator.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      generate(generator, value);
    } catch (IOException e) {
      throw new JsonException(e.getMessage() == null ? "cannot write JSON" : e.getMessage(), e);
    }
    return text.toString();
  }

  private static void generate(JsonGenerator out, Json value) throws IOException {
    switch (value) {
      case Json.Null n -> out.writeNull();
      case Json.Bool b -> out.writeBoolean(b.value());
      case Json.Int i -> out.writeNumber(i.value());
      case Json.Float f -> out.writeNumber(f.value());
      case Json.Str s -> out.writeString(s.value());
      case Json.Arr array -> {
        out.writeStartArray();
        for (Json item : array.items()) {
          generate(out, item);
        }
        out.writeEndArray();
      }
      case Json.Obj object -> {
        out.writeStartObject();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
          out.writeFieldName(member.getKey());
          generate(out, member.getValue());
        }
        out.writeEndObject();
      }
    }
  }

  private static Json parseOnly(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonException("no JSON value: the text is empty");
    }
    Json value = parseValue(parser);
    if (parser.nextToken() != null) {
      throw new JsonException("more text after the JSON value, at " + place(parser));
    }
    return value;
  }

  private static Json parseValue(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_NULL -> Json.NULL;
      case VALUE_TRUE -> Json.TRUE;
      case VALUE_FALSE -> Json.FALSE;
      case VALUE_STRING -> new Json.Str(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> fraction(parser);
      case START_ARRAY -> {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(parseValue(parser));
        }
        yield new Json.Arr(items);
      }
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, parseValue(parser));
        }
        yield new Json.Obj(members);
      }
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new JsonException("unexpected " + token + " at " + place(parser));
    };
  }

  private static Json integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new Json.Int(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
          throw new JsonException(
              "the integer " + parser.getText() + " does not fit 64 bits, at " + place(parser));
    };
  }

  private static Json fraction(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new JsonException(
          "the number " + parser.getText() + " is too large, at " + place(parser));
    }
    return new Json.Float(value);
  }

  private static String place(JsonParser parser) {
    return place(parser.currentTokenLocation());
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static JsonException notJson(IOException e) {
    if (e instanceof JsonProcessingException jackson && jackson.getLocation() != null) {
      String message = jackson.getOriginalMessage().lines().findFirst().orElse("not JSON");
      int noise = message.indexOf(" (start marker at");
      return new JsonException(
          (noise < 0 ? message : message.substring(0, noise))
              + ", at "
              + place(jackson.getLocation()),
          e);
    }
    return new JsonException(e.getMessage() == null ? "not JSON" : e.getMessage(), e);
  }
}
