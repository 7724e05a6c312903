/**
 * Sockets of the runner protocol on one event loop. Bytes, frames and timers; nothing here knows
 * what a task is.
 */
@NullMarked
package dev.jobc.executor.runner.channel;

import org.jspecify.annotations.NullMarked;
