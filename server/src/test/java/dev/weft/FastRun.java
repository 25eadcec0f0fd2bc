package dev.weft;

import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A JUnit extension for every test: `./weft test --fast` does without PostgreSQL. Of tests that
/// run once for each database, it leaves the invocations out whose parameter is PostgreSQL. A class
/// that knows no other database has the tag `postgresql`, one that takes more than some seconds the
/// tag `slow`; JUnit leaves both out.
public final class FastRun implements ExecutionCondition {

  private static final Pattern POSTGRES =
      Pattern.compile("(= \"?|on )postgresql(: true|\"|$|,)", Pattern.CASE_INSENSITIVE);

  /// Whether this is `./weft test --fast`.
  public static boolean isOn() {
    return Boolean.getBoolean("weft.test.fast");
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return isOn() && isOnPostgres(context)
        ? ConditionEvaluationResult.disabled("a fast run does without PostgreSQL")
        : ConditionEvaluationResult.enabled("in every run");
  }

  /// Whether the test is, or is within, an invocation whose parameter is PostgreSQL: the display
  /// name of an invocation shows its parameters. JUnit asks about each test, and not about the
  /// invocations of a class.
  private static boolean isOnPostgres(ExtensionContext context) {
    return POSTGRES.matcher(context.getDisplayName()).find()
        || context.getParent().filter(FastRun::isOnPostgres).isPresent();
  }
}
