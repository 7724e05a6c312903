package dev.jobc.cli.verb;

/** How a result is written; the names are what is typed after {@code -o}. */
enum Format {
  text,
  json
}
