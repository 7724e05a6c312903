/**
 * Source files and places in them: text, spans, lines and columns. Knows nothing of YAML, of
 * diagnostics or of workflows.
 */
@NullMarked
package dev.jobc.source;

import org.jspecify.annotations.NullMarked;
