package dev.jobc.executor.engine;

import dev.jobc.executor.Begin;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.Submission;
import dev.jobc.executor.store.NewRun;
import dev.jobc.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a submission says of its run besides what runs in it: when it begins, and its id. */
final class Submitted {
  private static final int LONGEST_ID = 200;

  /** So long are the ids that jobc gives, which nobody else may look like. */
  private static final int OWN_ID = 26;

  private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private Submitted() {}

  /** Checked; null for at once. */
  static @Nullable Begin begin(Submission submission) {
    return switch (submission.begin()) {
      case null -> null;
      case Begin.At at -> {
        if (at.time().isAfter(LAST)) {
          throw refused("no run can begin as late as " + at.time());
        }
        yield at;
      }
      case Begin.After after -> {
        if (after.delay().isNegative() || after.delay().compareTo(LONGEST_DELAY) > 0) {
          throw refused("a run can be delayed by up to 100 years, not by " + after.delay());
        }
        yield after;
      }
    };
  }

  /** Its id with what it stands for; null for none. */
  static NewRun.@Nullable Given given(Submission submission) {
    String id = submission.id();
    if (id == null) {
      return null;
    }
    boolean odd = id.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    if (id.isEmpty() || id.length() > LONGEST_ID || odd) {
      throw refused(
          "the id of a run has at most " + LONGEST_ID + " characters, none of them white space");
    }
    if (id.length() == OWN_ID) {
      throw refused(
          "the id `" + id + "` is as long as those that jobc gives: make it longer or shorter");
    }
    return new NewRun.Given(id, content(submission));
  }

  /** When it begins is no part of it: a repetition comes later, and means the same. */
  private static byte[] content(Submission submission) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(submission.planId().getBytes(StandardCharsets.UTF_8));
      return digest.digest(JsonText.canonical(submission.inputs()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EngineException refused(String message) {
    return new EngineException(EngineException.Kind.INVALID_INPUT, message);
  }
}
