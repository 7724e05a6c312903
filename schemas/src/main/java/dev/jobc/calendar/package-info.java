/**
 * Times that come again and again: which instants a crontab line or a fixed distance means, in a
 * time zone with its changes of daylight saving. Pure; nothing here reads a clock.
 */
@NullMarked
package dev.jobc.calendar;

import org.jspecify.annotations.NullMarked;
