package dev.jobc.cli.verb;

import dev.jobc.reader.EditorSchema;

/** Files that have a schema; the names are what is typed after {@code --of}. */
enum SchemaKind {
  workflow(EditorSchema.WORKFLOW, "jobc schema steps lists the keys of a step"),
  test(EditorSchema.TEST, "jobc schema --of test cases lists the keys of a case");

  private final EditorSchema schema;
  private final String hint;

  SchemaKind(EditorSchema schema, String hint) {
    this.schema = schema;
    this.hint = hint;
  }

  EditorSchema schema() {
    return schema;
  }

  /** Where to look when there is no such key. */
  String hint() {
    return hint;
  }
}
