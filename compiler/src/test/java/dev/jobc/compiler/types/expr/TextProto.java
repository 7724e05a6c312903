package dev.jobc.compiler.types.expr;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the text form of protocol buffers without a schema: names with texts and messages. */
final class TextProto {
  private final String text;
  private int at;

  private TextProto(String text) {
    this.text = text;
  }

  /** Characters, or the octets of a value that is no text. */
  record Octets(byte[] bytes) {
    @Override
    public String toString() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** A message: every name with its values: words, quoted {@code Octets} or messages. */
  record Message(Map<String, List<Object>> fields) {
    List<Message> messages(String name) {
      return fields.getOrDefault(name, List.of()).stream().map(Message.class::cast).toList();
    }

    String string(String name) {
      return fields.getOrDefault(name, List.of("")).get(0).toString();
    }

    boolean has(String name) {
      return fields.containsKey(name);
    }
  }

  static Message parse(String text) {
    return new TextProto(text).message();
  }

  private Message message() {
    Map<String, List<Object>> fields = new LinkedHashMap<>();
    for (skip(); at < text.length() && "}>".indexOf(text.charAt(at)) < 0; skip()) {
      String name = word();
      skip();
      fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value());
    }
    at++;
    return new Message(fields);
  }

  private Object value() {
    if (text.charAt(at) == ':') {
      at++;
      skip();
    }
    char c = text.charAt(at);
    if (c == '{' || c == '<') {
      at++;
      return message();
    }
    if (c == '"' || c == '\'') {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      for (; at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\''); skip()) {
        quoted(joined);
      }
      return new Octets(joined.toByteArray());
    }
    return word();
  }

  private String word() {
    int from = at;
    if (text.charAt(at) == '[') {
      at = text.indexOf(']', at) + 1;
      return text.substring(from, at);
    }
    while (at < text.length() && " \t\n:{}<>#,;".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == from) {
      throw new IllegalStateException(
          "unexpected " + text.substring(at, Math.min(text.length(), at + 30)));
    }
    return text.substring(from, at);
  }

  private void quoted(ByteArrayOutputStream bytes) {
    char quote = text.charAt(at++);
    while (text.charAt(at) != quote) {
      char c = text.charAt(at);
      if (c == '\\') {
        escape(bytes);
      } else {
        int point = text.codePointAt(at);
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        at += Character.charCount(point);
      }
    }
    at++;
  }

  private void escape(ByteArrayOutputStream bytes) {
    char kind = text.charAt(at + 1);
    int digits = kind == 'x' || kind == 'X' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits > 0) {
      int value = Integer.parseInt(text.substring(at + 2, at + 2 + digits), 16);
      if (digits == 2) {
        bytes.write(value);
      } else {
        bytes.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
      }
      at += 2 + digits;
    } else if (kind >= '0' && kind <= '7') {
      int end = at + 1;
      while (end < at + 4 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
        end++;
      }
      bytes.write(Integer.parseInt(text.substring(at + 1, end), 8));
      at = end;
    } else {
      int index = "abfnrtv".indexOf(kind);
      bytes.write(index < 0 ? kind : "\u0007\b\f\n\r\t\u000b".charAt(index));
      at += 2;
    }
  }

  private void skip() {
    while (at < text.length() && " \t\r\n,;#".indexOf(text.charAt(at)) >= 0) {
      at = text.charAt(at) == '#' ? lineEnd() : at + 1;
    }
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
