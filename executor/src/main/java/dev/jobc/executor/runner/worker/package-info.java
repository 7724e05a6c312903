/**
 * Warm workers: pools of long-lived Python and Go processes and the calls they answer. No shell, no
 * one-shot programs.
 */
@NullMarked
package dev.jobc.executor.runner.worker;

import org.jspecify.annotations.NullMarked;
