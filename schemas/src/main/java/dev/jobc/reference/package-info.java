/**
 * What a plan means, written the plain way: a tree is walked, time is a number, and the world
 * outside is a {@link dev.jobc.reference.World}. Nothing here queues, stores, starts threads or
 * reads a clock; engines are compared with it and simulations are made of it.
 */
@NullMarked
package dev.jobc.reference;

import org.jspecify.annotations.NullMarked;
