/**
 * A private PostgreSQL server: its binaries unpacked, its data directory made, the server started,
 * shared between processes, supervised and stopped. Knows files and processes; no JDBC, no SQL
 * beyond creating the empty database, nothing of jobc's own schema.
 */
@NullMarked
package dev.jobc.postgres;

import org.jspecify.annotations.NullMarked;
