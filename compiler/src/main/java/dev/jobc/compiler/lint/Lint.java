package dev.jobc.compiler.lint;

/** One thing that works and is probably not meant. */
interface Lint {

  /** Reports what it finds in one file. */
  void check(LintedFile file);
}
