package dev.jobc.compiler.lower;

import dev.jobc.plan.PlanDigest;

/** A file that travels with the plan. */
record CodeFile(String path, byte[] content, boolean executable) {
  String digest() {
    return PlanDigest.sha256(content);
  }
}
