/**
 * Other job queues under the load of the benchmarks, each with what its own documentation
 * recommends for throughput. Nothing of jobc is used here, and nothing of this elsewhere.
 */
@NullMarked
package dev.jobc.peers;

import org.jspecify.annotations.NullMarked;
