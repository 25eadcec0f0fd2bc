package dev.weft;

import java.util.Locale;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A JUnit extension for every test: `./weft test --fast` does without PostgreSQL. Of tests that
/// run once for each database, it leaves the invocations out whose parameter is PostgreSQL. A class
/// that knows no other database has the tag `postgresql`, one that takes more than some seconds the
/// tag `slow`; JUnit leaves both out.
public final class FastRun implements ExecutionCondition {

  /// Whether this is `./weft test --fast`.
  public static boolean isOn() {
    return Boolean.getBoolean("weft.test.fast");
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return isOn() && context.getDisplayName().toLowerCase(Locale.ROOT).contains("= postgresql")
        ? ConditionEvaluationResult.disabled("a fast run does without PostgreSQL")
        : ConditionEvaluationResult.enabled("in every run");
  }
}
