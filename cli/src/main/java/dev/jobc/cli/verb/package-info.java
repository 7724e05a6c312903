/**
 * One class a verb: its options, and the few steps from them to an exit code. What is shown is laid
 * out in the view package; nothing here is used by another verb.
 */
@NullMarked
package dev.jobc.cli.verb;

import org.jspecify.annotations.NullMarked;
