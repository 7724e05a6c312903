/**
 * When a schedule starts runs: pure rules over times, what was missed meanwhile and what is under
 * way. Nothing here reads a clock or a database.
 */
@NullMarked
package dev.jobc.executor.schedule;

import org.jspecify.annotations.NullMarked;
