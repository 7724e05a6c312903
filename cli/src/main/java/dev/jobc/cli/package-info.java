/**
 * {@code jobc}, the command line: the entry point, and the command tree put together. Parses and
 * hands over; what a verb does is in its own class, and nothing here knows SQL, YAML or processes.
 */
@NullMarked
package dev.jobc.cli;

import org.jspecify.annotations.NullMarked;
