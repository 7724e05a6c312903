/**
 * What inputs must keep besides their types: declared by authors, checked where values come in.
 * Nothing here knows plans or engines.
 */
@NullMarked
package dev.jobc.input;

import org.jspecify.annotations.NullMarked;
