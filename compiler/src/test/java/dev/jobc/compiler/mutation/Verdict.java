package dev.jobc.compiler.mutation;

/** What became of a mutant. */
enum Verdict {
  /** Compiles to the same plan. */
  EQUIVALENT,
  /** Reported where the mistake was made. */
  ON_THE_LINE,
  /** Reported where what the changed line declares is used. */
  AT_A_USE,
  /** Reported at another place. */
  ELSEWHERE,
  /** Compiles to another plan without a word. */
  MISSED
}
