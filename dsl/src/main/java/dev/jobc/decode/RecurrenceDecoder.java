package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.model.TriggerDoc.RecurrenceDoc;
import dev.jobc.plan.PlanWords;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.source.Located;
import dev.jobc.type.TimeText;
import dev.jobc.yaml.YamlNode;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a trigger fires: calendars, time zones, and what becomes of times that were missed. */
final class RecurrenceDecoder {
  private static final int MAX_RUNS = 1_000_000;
  private static final Map<String, Recurrence.Catchup> CATCHUP =
      PlanWords.words(Recurrence.Catchup.values());
  private static final Map<String, Recurrence.Overlap> OVERLAP =
      PlanWords.words(Recurrence.Overlap.values());
  private static final Map<String, Recurrence.Semantics> SEMANTICS =
      PlanWords.words(Recurrence.Semantics.values());

  private final Decoding decoding;
  private final Scalars scalars;

  RecurrenceDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  RecurrenceDoc recurrence(Fields fields) {
    return new RecurrenceDoc(
        scalars.choice(fields.get("catchup"), CATCHUP),
        scalars.choice(fields.get("overlap"), OVERLAP),
        scalars.duration(fields.get("jitter"), 1),
        scalars.bool(fields.get("dependsOnPast")),
        scalars.bool(fields.get("waitForDownstream")),
        scalars.integer(fields.get("maxActiveRuns"), 1, MAX_RUNS),
        time(fields.get("start")),
        time(fields.get("end")),
        scalars.choice(fields.get("semantics"), SEMANTICS));
  }

  /** A calendar in its plain form. */
  @Nullable Located<String> cron(YamlNode.@Nullable Entry entry) {
    Located<String> text = scalars.text(entry);
    if (text == null) {
      return null;
    }
    Cron.Result result = Cron.parse(text.value());
    if (result.problem() == null) {
      return text.as(result.text());
    }
    Diagnostic error =
        decoding
            .at(text.span(), DiagnosticCode.BAD_CRON, "`cron` " + result.problem())
            .note("it is `minute hour day month weekday`, or one such as `@daily`");
    decoding.add(result.help().isEmpty() ? error : error.help(result.help()));
    return null;
  }

  @Nullable Located<String> timezone(YamlNode.@Nullable Entry entry) {
    Located<String> text = scalars.text(entry);
    if (text == null || ZoneId.getAvailableZoneIds().contains(text.value())) {
      return text;
    }
    String near = Suggestions.nearest(text.value(), ZoneId.getAvailableZoneIds());
    Diagnostic error =
        decoding.at(
            text.span(),
            DiagnosticCode.UNKNOWN_TIMEZONE,
            "there is no time zone `" + text.value() + "`");
    decoding.add(
        near == null
            ? error.note("a time zone is a name of the tz database, such as `Europe/Berlin`")
            : error
                .caption(Suggestions.didYouMean(near))
                .fix(Fix.replace("write `" + near + "`", error.place(), near)));
    return null;
  }

  private @Nullable Located<String> time(YamlNode.@Nullable Entry entry) {
    Located<String> text = scalars.text(entry);
    if (text == null
        || TimeText.date(text.value()) != null
        || TimeText.timestamp(text.value()) != null) {
      return text;
    }
    decoding.add(
        decoding
            .at(text.span(), DiagnosticCode.BAD_TIME, "`" + text.value() + "` is not a time")
            .note("a time is written `2026-01-31`, or `2026-01-31T06:00:00Z`"));
    return null;
  }
}
