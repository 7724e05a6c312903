/**
 * The store in PostgreSQL, and the only place that knows jOOQ, JDBC and SQL. The few hot statements
 * are plain text in {@link dev.jobc.executor.store.postgres.Sql}; everything else goes through
 * classes generated from the migrations. No rule about runs lives here: those are in {@code core}.
 */
@NullMarked
package dev.jobc.executor.store.postgres;

import org.jspecify.annotations.NullMarked;
