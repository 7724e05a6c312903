/**
 * Every key of the language on every construct. Knows the language by its schema and goldens; has
 * no list of keys of its own.
 */
package dev.jobc.compiler.matrix;
