package dev.jobc.model;

/** What runs a task's code. */
public enum Runtime {
  PYTHON("python"),
  GO("go"),
  JAVA("java"),
  SHELL("shell"),
  COMMAND("command");

  private final String word;

  Runtime(String word) {
    this.word = word;
  }

  /** As authors write it and plans store it. */
  public String word() {
    return word;
  }
}
