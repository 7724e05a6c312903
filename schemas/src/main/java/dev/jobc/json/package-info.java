/**
 * JSON values as immutable Java values, and the only code that reads or writes JSON text. Holds no
 * knowledge of plans or protocols; nothing else in the project may import the JSON library.
 */
@NullMarked
package dev.jobc.json;

import org.jspecify.annotations.NullMarked;
