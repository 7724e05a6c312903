/**
 * What all runners of one executor share: the event loop, the thread that starts processes, the
 * directory, and the cookies that find leftovers. No runtime's particulars.
 */
@NullMarked
package dev.jobc.executor.runner.host;

import org.jspecify.annotations.NullMarked;
