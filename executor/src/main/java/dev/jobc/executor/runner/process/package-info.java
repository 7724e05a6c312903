/**
 * Operating-system processes: starting them, signalling them, finding what they left behind,
 * reading what they wrote. Knows no protocol and no tasks.
 */
@NullMarked
package dev.jobc.executor.runner.process;

import org.jspecify.annotations.NullMarked;
