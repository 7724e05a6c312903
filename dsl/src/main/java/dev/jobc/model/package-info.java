/**
 * The workflow document: what an author wrote, well-formed, names unresolved, untyped. Records
 * only; they are made by the decode package and read by the compiler.
 */
@NullMarked
package dev.jobc.model;

import org.jspecify.annotations.NullMarked;
