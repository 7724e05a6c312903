package dev.jobc.cli.verb;

/** How a graph is drawn; the names are what is typed after {@code --graph}. */
enum GraphForm {
  text,
  dot,
  svg,
  mermaid
}
