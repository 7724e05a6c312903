/**
 * Telemetry through the SDK of OpenTelemetry, configured by its standard variables. The only
 * package that uses that library; nothing of it is loaded while telemetry is off.
 */
@NullMarked
package dev.jobc.executor.telemetry.otel;

import org.jspecify.annotations.NullMarked;
