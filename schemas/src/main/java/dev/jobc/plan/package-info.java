/**
 * The plan: the immutable, content-addressed form of a compiled workflow that the compiler writes,
 * Postgres stores and the executor runs. Records and their JSON codec only; nothing here decides
 * anything.
 */
@NullMarked
package dev.jobc.plan;

import org.jspecify.annotations.NullMarked;
