package dev.jobc.reference;

import dev.jobc.json.Json;

/**
 * A {@code return} that ended the run.
 *
 * @param values the outputs of the workflow
 * @param at when
 */
record Returned(Json.Obj values, long at) {}
