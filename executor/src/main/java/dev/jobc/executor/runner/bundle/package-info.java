/**
 * Code on disk: bundles of task files under their digest, and the runners' own sources. Nothing
 * here starts a process.
 */
@NullMarked
package dev.jobc.executor.runner.bundle;

import org.jspecify.annotations.NullMarked;
