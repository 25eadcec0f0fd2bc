package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// Every place from which a test class takes its `@WeftTest`.
class WhereWeftTestStandsTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        OfAbstractBase.class,
        OfGrandparent.class,
        OfOwnAnnotation.class,
        OfBaseWithOwnAnnotation.class,
        OfInterface.class,
        WithNested.class,
        OfBaseWithNested.class,
        OncePerClass.class
      })
  void gives_each_test_its_weft(Class<?> testClass) {
    Events tests = tests(testClass);

    assertThat(tests.succeeded().count()).isPositive().isEqualTo(tests.started().count());
  }

  @Test
  void says_where_the_annotation_can_stand_when_there_is_none() {
    Events tests = tests(WithExtensionOnly.class);

    assertThat(
            tests.failed().stream().map(event -> String.valueOf(event.getPayload().orElseThrow())))
        .singleElement()
        .asString()
        .contains("has no @WeftTest")
        .contains("a superclass");
  }

  private static Events tests(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(testClass))
        .execute()
        .testEvents();
  }

  @WeftTest(settings = "server.nodeName=of-base")
  abstract static class Base {

    @BeforeEach
    void before(Weft weft) {
      assertThat(weft.appKey()).startsWith("weft-test#");
    }

    @Test
    void inherited(Weft weft) {
      nodeOf(weft, "of-base");
    }
  }

  static class OfAbstractBase extends Base {
    @Test
    void own(Weft weft) {
      nodeOf(weft, "of-base");
    }
  }

  static class OfGrandparent extends OfAbstractBase {}

  @WeftTest(settings = "server.nodeName=of-annotation")
  @Retention(RetentionPolicy.RUNTIME)
  @interface OurWeft {}

  @OurWeft
  static class OfOwnAnnotation {
    @Test
    void own(Weft weft) {
      nodeOf(weft, "of-annotation");
    }
  }

  @OurWeft
  abstract static class AnnotatedBase {}

  static class OfBaseWithOwnAnnotation extends AnnotatedBase {
    @Test
    void own(Weft weft) {
      nodeOf(weft, "of-annotation");
    }
  }

  @WeftTest(settings = "server.nodeName=of-interface")
  interface WithWeft {}

  static class OfInterface implements WithWeft {
    @Test
    void own(Weft weft) {
      nodeOf(weft, "of-interface");
    }
  }

  @OurWeft
  static class WithNested {
    @Nested
    class Inner {
      @Nested
      class Innermost {
        @Test
        void nested(Weft weft) {
          nodeOf(weft, "of-annotation");
        }
      }

      @Test
      void nested(Weft weft) {
        nodeOf(weft, "of-annotation");
      }
    }
  }

  static class OfBaseWithNested extends Base {
    @Nested
    class Inner {
      @Test
      void nested(Weft weft) {
        nodeOf(weft, "of-base");
      }
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  static class OncePerClass extends Base {
    private final String appOfClass;

    OncePerClass(Weft weft) {
      appOfClass = weft.appKey();
    }

    @BeforeAll
    void all(Weft weft) {
      assertThat(weft.appKey()).isEqualTo(appOfClass);
    }

    @Test
    void own(Weft weft) {
      assertThat(weft.appKey()).isNotEqualTo(appOfClass);
    }
  }

  @org.junit.jupiter.api.extension.ExtendWith(WeftExtension.class)
  static class WithExtensionOnly {
    @Test
    void own(Weft weft) {
      nodeOf(weft, "nowhere");
    }
  }

  /// The settings come with the annotation: they tell which one was found.
  private static void nodeOf(Weft weft, String node) {
    Inbox inbox = weft.inbox();
    weft.group("alice").thread("alice", "lunch").send("alice", "hello");
    assertThat(inbox.next().callback().envelope().host()).isEqualTo(node);
  }
}
