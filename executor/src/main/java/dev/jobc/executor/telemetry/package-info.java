/**
 * What the engine tells of itself while it works: the interface it calls, the list of metrics, and
 * how ids of spans are made. Knows no library that sends any of it; that is {@code otel}'s.
 */
@NullMarked
package dev.jobc.executor.telemetry;

import org.jspecify.annotations.NullMarked;
