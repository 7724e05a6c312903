package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.WorkflowName;
import dev.jobc.source.Located;
import org.jspecify.annotations.Nullable;

/** {@code workflow:namespace/name@revision}; the namespace and the revision may be left out. */
final class WorkflowNames {
  private static final int MAX_DIGITS = 9;

  private WorkflowNames() {}

  /** Null, after a complaint, when the text is no such name. */
  static @Nullable Located<WorkflowName> read(Decoding decoding, Located<String> text) {
    WorkflowName name = parse(text.value().substring(WorkflowName.PREFIX.length()));
    if (name != null) {
      return text.as(name);
    }
    decoding.add(
        decoding
            .at(
                text.span(),
                DiagnosticCode.BAD_NAME,
                "`" + text.value() + "` cannot be the name of a workflow")
            .note("it is written `workflow:namespace/name`, or `workflow:namespace/name@3`"));
    return null;
  }

  private static @Nullable WorkflowName parse(String text) {
    int at = text.indexOf('@');
    String path = at < 0 ? text : text.substring(0, at);
    Integer revision = at < 0 ? null : revision(text.substring(at + 1));
    int slash = path.indexOf('/');
    String namespace = slash < 0 ? null : path.substring(0, slash);
    String name = path.substring(slash + 1);
    boolean sound =
        Names.fits(Names.Kind.ID, name)
            && (namespace == null || Names.fits(Names.Kind.DOTTED, namespace))
            && (at < 0 || revision != null);
    return sound ? new WorkflowName(namespace, name, revision) : null;
  }

  private static @Nullable Integer revision(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && digits.charAt(0) != '0';
    return number ? Integer.valueOf(digits) : null;
  }
}
