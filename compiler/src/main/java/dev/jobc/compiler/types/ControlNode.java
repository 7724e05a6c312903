package dev.jobc.compiler.types;

import dev.jobc.plan.Head;
import dev.jobc.plan.Node;

/** What a control step becomes, but for what nodes of every kind have. */
@FunctionalInterface
public interface ControlNode {
  Node node(Head head);
}
