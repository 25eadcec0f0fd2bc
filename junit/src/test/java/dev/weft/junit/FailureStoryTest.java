package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// What a test that fails shows of its callbacks.
class FailureStoryTest {

  @Test
  void a_failed_test_shows_what_became_of_its_callbacks() {
    assertThat(shownBy(FailingTest.class))
        .contains("the archive is empty")
        .contains("callbacks of weft-test#")
        .contains("delivered send thread=");
  }

  @Test
  void so_does_one_whose_set_up_failed() {
    assertThat(shownBy(FailingSetUp.class))
        .contains("set-up failed")
        .contains("no callback was due: is there a rule?");
  }

  @Test
  void so_does_one_whose_clean_up_failed() {
    assertThat(shownBy(FailingCleanUp.class))
        .contains("clean-up failed")
        .contains("no callback was due: is there a rule?");
  }

  @Test
  void a_test_that_passes_shows_nothing() {
    assertThat(events(Passing.class))
        .noneMatch(event -> event.getType().toString().equals("REPORTING_ENTRY_PUBLISHED"));
  }

  /// The stack trace as build tools print it.
  private static String shownBy(Class<?> testClass) {
    Throwable failure =
        events(testClass).stream()
            .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
            .flatMap(result -> result.getThrowable().stream())
            .findFirst()
            .orElseThrow();
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static List<Event> events(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(testClass))
        .execute()
        .testEvents()
        .list();
  }

  @WeftTest
  static class FailingTest {
    @Test
    void fails(Weft weft) {
      weft.inbox();
      weft.group("alice").thread("alice", "lunch").send("alice", "hello");
      weft.awaitDelivered();
      throw new AssertionError("the archive is empty");
    }
  }

  @WeftTest
  static class FailingSetUp {
    @BeforeEach
    void before(Weft weft) {
      assertThat(weft.story()).as("set-up failed").isEmpty();
    }

    @Test
    void passes() {
      assertThat(true).isTrue();
    }
  }

  @WeftTest
  static class FailingCleanUp {
    @Test
    void passes(Weft weft) {
      assertThat(weft.appKey()).isNotEmpty();
    }

    @AfterEach
    void after(Weft weft) {
      assertThat(weft.story()).as("clean-up failed").isEmpty();
    }
  }

  @WeftTest
  static class Passing {
    @Test
    void passes(Weft weft) {
      assertThat(weft.appKey()).isNotEmpty();
    }
  }
}
