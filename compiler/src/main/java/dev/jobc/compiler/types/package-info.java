/**
 * Types the parts of a workflow: tasks, steps, policies, triggers. What comes out needs no names
 * any more; nothing here decides what a plan looks like. How expressions are typed is below.
 */
@NullMarked
package dev.jobc.compiler.types;

import org.jspecify.annotations.NullMarked;
