package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code timeout} and {@code onTimeout} of a step that waits. */
record TimeLimit(@Nullable Located<Duration> timeout, OnTimeout onTimeout) {

  static TimeLimit of(Decoding decoding, Fields fields, Map<String, OnTimeout> words) {
    Scalars scalars = new Scalars(decoding);
    Located<Duration> timeout = scalars.duration(fields.get("timeout"), 1);
    YamlNode.Entry entry = fields.get("onTimeout");
    Located<OnTimeout> onTimeout = scalars.choice(entry, words);
    if (entry != null && fields.lacks("timeout")) {
      decoding.add(
          decoding
              .at(
                  entry.key().span(),
                  DiagnosticCode.MISPLACED_KEY,
                  "`onTimeout` means nothing without `timeout`")
              .help("add `timeout: 1d`, or leave `onTimeout` out"));
    }
    return new TimeLimit(timeout, onTimeout == null ? OnTimeout.FAIL : onTimeout.value());
  }
}
