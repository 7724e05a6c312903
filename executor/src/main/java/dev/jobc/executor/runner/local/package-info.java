/**
 * The runtimes of this machine put together as one runner, and the probe of what is installed.
 * Nothing here runs a task itself.
 */
@NullMarked
package dev.jobc.executor.runner.local;

import org.jspecify.annotations.NullMarked;
