/**
 * YAML tree to workflow document: the shape check, written by hand so that every complaint has a
 * span and a remedy. Collects all complaints and never throws for an author's mistake.
 */
@NullMarked
package dev.jobc.decode;

import org.jspecify.annotations.NullMarked;
