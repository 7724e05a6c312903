/**
 * One process an attempt: shell scripts and commands, their environment, their outputs. No
 * protocol.
 */
@NullMarked
package dev.jobc.executor.runner.oneshot;

import org.jspecify.annotations.NullMarked;
