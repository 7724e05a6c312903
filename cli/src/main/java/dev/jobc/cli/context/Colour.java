package dev.jobc.cli.context;

/** When to use colours; the names are what is typed after {@code --color}. */
enum Colour {
  auto,
  always,
  never
}
