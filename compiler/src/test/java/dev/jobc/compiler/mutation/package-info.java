/**
 * Mistakes made on purpose: what somebody may get wrong in a workflow, and whether the compiler
 * says so. Nothing here knows how the compiler finds a mistake.
 */
package dev.jobc.compiler.mutation;
