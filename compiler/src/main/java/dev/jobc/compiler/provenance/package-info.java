/**
 * Where sources come from: the git repository and commit that a directory has checked out. Reads
 * git's files itself, starts no process, runs nothing that a repository says, and never fails.
 */
@NullMarked
package dev.jobc.compiler.provenance;

import org.jspecify.annotations.NullMarked;
