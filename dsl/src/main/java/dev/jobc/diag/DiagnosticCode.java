package dev.jobc.diag;

/**
 * Every code jobc knows. A code is never reused and never changes its meaning; wording is free to
 * improve. Families: JC0 reading and YAML, JC1 shape, JC2 names, types and expressions, JC3 graph
 * and flow, JC4 warnings. Each has a page in {@code docs/diagnostics}.
 */
public enum DiagnosticCode {
  FILE_NOT_FOUND("JC0001", "no such file"),
  NOT_A_FILE("JC0002", "not a file"),
  UNREADABLE_FILE("JC0003", "the file cannot be read"),
  FILE_TOO_LARGE("JC0004", "the file is too large"),
  INVALID_UTF8("JC0005", "the file is not UTF-8 text"),
  FORBIDDEN_CHARACTER("JC0006", "a character that may not be in a source"),
  EMPTY_FILE("JC0007", "the file is empty"),
  YAML_SYNTAX("JC0010", "not YAML"),
  TAB_INDENTATION("JC0011", "a tab where YAML wants spaces"),
  DUPLICATE_KEY("JC0012", "a key twice in one map"),
  KEY_NOT_SCALAR("JC0013", "a key that is not plain text"),
  UNKNOWN_TAG("JC0014", "a YAML tag that is not supported"),
  SEVERAL_DOCUMENTS("JC0015", "several documents in a file"),
  NESTED_TOO_DEEPLY("JC0016", "nested too deeply"),
  ALIAS_EXPANSION("JC0017", "aliases that grow too large"),
  BAD_ALIAS("JC0018", "an alias without anchor"),
  MERGE_KEY("JC0019", "a YAML merge key"),
  NUMBER_OUT_OF_RANGE("JC0020", "a number that does not fit"),

  UNKNOWN_KEY("JC1001", "an unknown key"),
  MISSING_KEY("JC1002", "a required key is missing"),
  WRONG_KIND("JC1003", "a value of the wrong kind"),
  BAD_NAME("JC1005", "a name that is not well-formed"),
  BAD_DURATION("JC1006", "not a duration"),
  UNKNOWN_CHOICE("JC1007", "not one of the allowed words"),
  OUT_OF_RANGE("JC1008", "a number outside its range"),
  CONFLICTING_KEYS("JC1009", "keys that exclude each other"),
  MISPLACED_KEY("JC1010", "a key that means nothing here"),
  NO_ACTION("JC1011", "a step or task that does nothing"),
  EMPTY_VALUE("JC1012", "a list or text that may not be empty"),
  UNKNOWN_DIALECT("JC1013", "an unknown dialect"),
  TEMPLATE_IN_SCRIPT("JC1014", "an expression inside a script"),
  TEMPLATE_NOT_ALLOWED("JC1015", "an expression in a literal field"),
  BAD_PATH("JC1016", "a path that leaves the workflow's directory"),
  DUPLICATE_ITEM("JC1017", "the same entry twice"),
  DESCRIBES_NOTHING("JC1018", "a file with neither steps nor tasks"),
  TOO_MANY_STEPS("JC1019", "too many steps"),
  BAD_SIZE("JC1030", "not a size"),
  CONSTANT_KEY("JC1040", "a key that is the same for every item"),

  EXPRESSION_SYNTAX("JC2001", "not an expression"),
  TEMPLATE_NOT_CLOSED("JC2002", "an expression that is not closed"),
  EXPRESSION_TOO_LONG("JC2003", "an expression that is too long or too deep"),
  TYPE_SYNTAX("JC2004", "not a type"),
  BAD_LITERAL("JC2005", "a literal that is not well-formed"),
  BAD_CRON("JC2006", "not the times of a calendar"),
  UNKNOWN_TIMEZONE("JC2007", "an unknown time zone"),
  BAD_TIME("JC2008", "not a time that can be meant"),

  UNKNOWN_NAME("JC2101", "an unknown name in an expression"),
  UNKNOWN_INPUT("JC2102", "an unknown input"),
  UNKNOWN_STEP("JC2103", "an unknown step"),
  UNKNOWN_OUTPUT("JC2104", "an unknown output"),
  UNKNOWN_FIELD("JC2105", "an unknown field"),
  UNKNOWN_FUNCTION("JC2106", "an unknown function"),
  UNKNOWN_TYPE("JC2107", "an unknown type"),
  UNKNOWN_TASK("JC2108", "an unknown task"),
  UNKNOWN_ERROR("JC2109", "an error the task cannot raise"),
  DUPLICATE_STEP("JC2110", "two steps with the same id"),
  AMBIGUOUS_TASK("JC2111", "a task name with several meanings"),
  UNKNOWN_ARGUMENT("JC2112", "a value for an input that does not exist"),
  MISSING_ARGUMENT("JC2113", "a required input without value"),
  HIDDEN_NAME("JC2114", "a name that hides another"),
  DUPLICATE_WORKFLOW("JC2115", "two files with the same name"),
  UNKNOWN_SECRET("JC2116", "a secret that the workflow does not list"),
  UNKNOWN_VAR("JC2117", "an unknown named value"),
  VAR_TOO_LARGE("JC2118", "a named value that is too large"),
  NO_COMBINATION("JC2130", "an entry of a matrix that fits nothing"),
  UNKNOWN_WORKFLOW("JC2131", "an unknown workflow"),

  TYPE_MISMATCH("JC2201", "a value of the wrong type"),
  NO_OVERLOAD("JC2202", "a function or operator for other types"),
  MAYBE_MISSING("JC2203", "a value that may be missing"),
  NOT_A_SCALAR("JC2204", "a list, map or record inside text"),
  JSON_NOT_NARROWED("JC2205", "json used before it has a type"),
  NOT_SELECTABLE("JC2206", "a field or element of something that has none"),
  INCOMPARABLE("JC2207", "a comparison that can never hold"),
  RECURSIVE_TYPE("JC2208", "a type that contains itself"),
  CONSTANT_FAILS("JC2209", "an expression that always fails"),
  MACRO_FORM("JC2210", "a macro that is not well-formed"),
  NOT_A_VALUE("JC2211", "a name that is not a value by itself"),
  SECRET_FLOWS("JC2212", "a secret where it could be seen"),
  FUNCTION_NOT_HERE("JC2213", "a function that has no value at this place"),
  HIDDEN_OPTION("JC2214", "an option of a union that is never taken"),
  NOT_CACHEABLE("JC2215", "a result that may not be reused"),
  TYPE_TOO_LARGE("JC2216", "a type that is too large"),
  CONSTRAINT_MISFIT("JC2230", "a constraint that does not fit its input"),
  OUTSIDE_CONSTRAINT("JC2231", "a value outside the constraints of its input"),
  UNCLEAR_TYPE("JC2240", "a value whose type cannot be told"),

  CYCLE("JC3001", "steps that wait for each other"),
  NOT_ENDED("JC3002", "a reference to a step that need not have ended"),
  NEED_NOT_SIBLING("JC3003", "a need outside the graph"),
  NOT_EXHAUSTIVE("JC3004", "a switch that leaves a value out"),
  UNKNOWN_CASE("JC3005", "a case that can never be taken"),
  NOT_A_SETUP("JC3006", "a teardown of something that is no setup"),
  IDLE_LIMIT("JC3007", "a limit that never takes effect"),
  RECURSIVE_WORKFLOW("JC3030", "a workflow that calls itself"),
  BUDGET_EXCEEDED("JC3040", "a budget that a run can exceed"),

  MISSING_CODE("JC3101", "a code file that does not exist"),
  CODE_OUTSIDE("JC3102", "a code file outside the workflow's directory"),
  UNREADABLE_CODE("JC3103", "a code file that cannot be read"),
  NO_GO_PACKAGE("JC3104", "a directory without Go code"),
  NOTHING_TO_COMPILE("JC3105", "a directory without workflows"),

  UNUSED_INPUT("JC4101", Severity.WARNING, "an input that is never used"),
  UNUSED_OUTPUT("JC4102", Severity.WARNING, "an output that is never read"),
  UNUSED_TASK("JC4103", Severity.WARNING, "a task that is never used"),
  UNUSED_TYPE("JC4104", Severity.WARNING, "a type that is never used"),
  UNUSED_SECRET("JC4105", Severity.WARNING, "a secret that is never used"),
  UNUSED_VAR("JC4106", Severity.WARNING, "a named value that is never used"),
  UNBOUNDED_FAN_OUT("JC4201", Severity.WARNING, "a map without a limit"),
  CONSTANT_CONDITION("JC4202", Severity.WARNING, "a condition that is always true or false"),
  UNREACHABLE_STEP("JC4203", Severity.WARNING, "a step that no path leads to"),
  IDLE_RULE("JC4204", Severity.WARNING, "a join rule with nothing to join"),
  EARLY_TEARDOWN("JC4205", Severity.WARNING, "a teardown that may come too early"),
  IDLE_DEFAULT("JC4206", Severity.WARNING, "a default that is never used"),
  FOREIGN_TEMPLATE("JC4207", Severity.WARNING, "an expression of another system"),
  TYPE_AS_OUTPUT("JC4208", Severity.WARNING, "an output that is the name of a type"),
  IDLE_KEY("JC4209", Severity.WARNING, "a key that changes nothing"),
  RETRY_DOES_NOT_FIT("JC4210", Severity.WARNING, "attempts that have no time to start"),
  IDLE_CATCH("JC4301", Severity.WARNING, "a catch that can never be used"),
  NOT_COMPENSATED("JC4302", Severity.WARNING, "a step of a saga that is not undone"),
  SECRET_IN_SOURCE("JC4401", Severity.WARNING, "a secret written into the file"),
  UNUSED_ALLOWANCE("JC4901", Severity.WARNING, "an allowance that allows nothing"),
  BAD_ALLOWANCE("JC4902", Severity.WARNING, "an allowance that cannot be understood");

  private final String code;
  private final Severity severity;
  private final String title;

  DiagnosticCode(String code, String title) {
    this(code, Severity.ERROR, title);
  }

  DiagnosticCode(String code, Severity severity, String title) {
    this.code = code;
    this.severity = severity;
    this.title = title;
  }

  /** {@code JC} and four digits. */
  public String code() {
    return code;
  }

  /** What a diagnostic of this code has unless it says otherwise. */
  public Severity severity() {
    return severity;
  }

  /** A few words, for lists. */
  public String title() {
    return title;
  }
}
