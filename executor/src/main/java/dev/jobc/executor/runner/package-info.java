/**
 * Running task code: the seam between the engine and the languages. Starts and supervises
 * processes, speaks the runner protocol, materialises code. Knows nothing of runs, plans in
 * Postgres, or SQL.
 */
@NullMarked
package dev.jobc.executor.runner;

import org.jspecify.annotations.NullMarked;
