package dev.jobc.plan;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Addresses by content: SHA-256 in lower-case hexadecimal. */
public final class PlanDigest {
  private PlanDigest() {}

  /** The address of a plan: of the canonical form of its JSON. */
  public static String of(Plan plan) {
    return sha256(JsonText.canonical(PlanJson.write(plan)));
  }

  /** The address of a bundle: of the canonical form of its list of files. */
  public static String of(List<Plan.BundleFile> files) {
    return sha256(JsonText.canonical(PlanJson.files(files)));
  }

  /** The address of a JSON value: of its canonical form. */
  public static String of(Json value) {
    return sha256(JsonText.canonical(value));
  }

  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
