/**
 * The formatter: gives a source its usual indentation and spacing and keeps everything else, the
 * author's order, quotes and comments included. Knows YAML, not the language.
 */
@NullMarked
package dev.jobc.format;

import org.jspecify.annotations.NullMarked;
