/**
 * Any bytes at all as a workflow. Nothing here knows what a workflow is: only what the compiler
 * promises of every answer.
 */
package dev.jobc.compiler.fuzz;
