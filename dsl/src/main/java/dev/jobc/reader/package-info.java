/**
 * The front door of this module: a path or a text in, a checked workflow document out. Holds no
 * rule of the language.
 */
@NullMarked
package dev.jobc.reader;

import org.jspecify.annotations.NullMarked;
