package dev.jobc.executor.store;

import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.StepRef;
import java.util.Comparator;
import java.util.List;

/**
 * What a step is about to wait for.
 *
 * @param name of the signal; empty otherwise
 * @param place the step's id with the numbers of the items it belongs to
 * @param prompt of an approval; empty otherwise
 * @param defaults of the form of an approval, a JSON object in UTF-8
 */
public record Question(
    OpenQuestion.Kind kind, String name, String place, String prompt, byte[] defaults) {

  /** What to do about it. */
  public static String heldText(RunId run, String place) {
    String verb = "`jobc runs release " + run + " '" + place + "'`";
    return "held since its worker died: " + verb + " runs it again, with --fail it fails";
  }

  /** Whether a step may run again whose worker died. */
  public static Question held(StepRef ref, RunImage image, PlanShape plan) {
    List<PictureScopes.Scope> scopes =
        image.scopes().values().stream()
            .filter(scope -> scope.number() != StepRef.ROOT)
            .map(PictureScopes.Scope::of)
            .sorted(Comparator.comparingInt(PictureScopes.Scope::number))
            .toList();
    String place = new PictureScopes(scopes).place(ref, plan);
    return new Question(OpenQuestion.Kind.HELD, "", place, "", new byte[] {'{', '}'});
  }
}
