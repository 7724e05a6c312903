package dev.jobc.executor.store;

import dev.jobc.executor.OpenQuestion;

/**
 * What a step is about to wait for.
 *
 * @param name of the signal; empty for an approval
 * @param place the step's id with the numbers of the items it belongs to
 * @param prompt of an approval; empty for a signal
 * @param defaults of the form of an approval, a JSON object in UTF-8
 */
public record Question(
    OpenQuestion.Kind kind, String name, String place, String prompt, byte[] defaults) {}
