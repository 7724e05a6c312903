/**
 * Layout of what people read: durations, tables, progress of a run, its outcome, its log. Takes
 * values and gives text; asks neither database nor clock.
 */
@NullMarked
package dev.jobc.cli.view;

import org.jspecify.annotations.NullMarked;
