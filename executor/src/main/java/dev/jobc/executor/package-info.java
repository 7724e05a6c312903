/**
 * What other modules program against: the {@link dev.jobc.executor.Engine}, its settings and the
 * views it gives of runs. Holds no SQL and no process handling.
 */
@NullMarked
package dev.jobc.executor;

import org.jspecify.annotations.NullMarked;
