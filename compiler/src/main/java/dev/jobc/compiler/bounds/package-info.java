/**
 * What a plan can cost at most, computed without running it: time, tasks, attempts, tasks at once.
 * Only arithmetic over plans; what is done with the figures is decided elsewhere.
 */
@NullMarked
package dev.jobc.compiler.bounds;

import org.jspecify.annotations.NullMarked;
