/**
 * What {@code jobc doctor} looks at: each check in a class, each giving findings. Looks only;
 * starts, stops and repairs nothing.
 */
@NullMarked
package dev.jobc.cli.doctor;

import org.jspecify.annotations.NullMarked;
