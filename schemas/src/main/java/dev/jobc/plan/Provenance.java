package dev.jobc.plan;

import dev.jobc.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Which state of which repository a workflow was compiled in. No part of the plan: the same source
 * is the same plan, whatever commit it came with.
 *
 * @param repository the address of the repository, free of credentials; null when it has none
 * @param commit what was checked out, hexadecimal. Whether files had been changed since is not
 *     known
 */
public record Provenance(@Nullable String repository, String commit) {

  /** For programs. */
  public Json.Obj toJson() {
    return Json.object().put("repository", repository).put("commit", commit).build();
  }
}
