/**
 * YAML text to a tree with spans; the only importer of org.snakeyaml. Knows YAML and its limits,
 * nothing of workflows.
 */
@NullMarked
package dev.jobc.yaml;

import org.jspecify.annotations.NullMarked;
