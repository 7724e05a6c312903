/**
 * What every verb stands on: streams, environment, exit codes, failures in words, the state
 * directory, the database chosen. No verb and no layout of output.
 */
@NullMarked
package dev.jobc.cli.context;

import org.jspecify.annotations.NullMarked;
