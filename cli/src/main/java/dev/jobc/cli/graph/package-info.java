/**
 * Plans as drawings: text, DOT, Mermaid, SVG. Everything here is loaded only by the verb that
 * draws; what a plan means is not decided here.
 */
@NullMarked
package dev.jobc.cli.graph;

import org.jspecify.annotations.NullMarked;
