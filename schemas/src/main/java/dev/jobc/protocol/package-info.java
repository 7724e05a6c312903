/**
 * The runner protocol, version 1: what an executor and a worker process say to each other, and how
 * it is framed. Values and codecs only; no sockets, no processes, no threads.
 */
@NullMarked
package dev.jobc.protocol;

import org.jspecify.annotations.NullMarked;
