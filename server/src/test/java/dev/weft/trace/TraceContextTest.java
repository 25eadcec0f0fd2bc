package dev.weft.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of W3C Trace Context, and what is wrong with others.
class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String STATE = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

  @Test
  void passes_on_the_trace_with_a_span_of_its_own_each_time() {
    TraceContext trace = TraceContext.parse(PARENT, STATE).orElseThrow();

    String one = trace.child().parent();
    String other = trace.child().parent();

    assertThat(one).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
    assertThat(one).isNotEqualTo(other).isNotEqualTo(PARENT);
    assertThat(trace.state()).isEqualTo(STATE);
  }

  @Test
  void is_the_same_after_it_was_kept() {
    TraceContext with = TraceContext.parse(PARENT, STATE).orElseThrow();
    TraceContext without = TraceContext.parse(PARENT, "").orElseThrow();

    assertThat(TraceContext.stored(with.text())).contains(with);
    assertThat(TraceContext.stored(without.text())).contains(without);
    assertThat(without.text()).isEqualTo(PARENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void ignores_what_is_invalid(String parent) {
    assertThat(TraceContext.parse(parent, "")).isEmpty();
  }

  @Test
  void takes_what_it_knows_of_a_later_version_and_speaks_its_own() {
    TraceContext trace = TraceContext.parse("cc" + PARENT.substring(2) + "-more", "").orElseThrow();

    assertThat(trace.child().parent()).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
  }

  @Test
  void keeps_only_the_flags_that_are_specified() {
    String flags = PARENT.substring(0, PARENT.length() - 2);

    assertThat(TraceContext.parse(flags + "ff", "").orElseThrow().child().parent()).endsWith("-03");
    assertThat(TraceContext.parse(flags + "00", "").orElseThrow().child().parent()).endsWith("-00");
  }

  @Test
  void drops_a_state_that_is_too_long_or_could_break_a_header_and_keeps_the_trace() {
    assertThat(TraceContext.parse(PARENT, "a=" + "x".repeat(511)).orElseThrow().state()).isEmpty();
    assertThat(TraceContext.parse(PARENT, "a=1\r\nx: y").orElseThrow().state()).isEmpty();
    assertThat(TraceContext.parse(PARENT, "a=1").orElseThrow().state()).isEqualTo("a=1");
  }

  @Test
  void is_current_only_within() {
    TraceContext trace = TraceContext.parse(PARENT, "").orElseThrow();

    assertThat(TraceContext.within(trace, TraceContext::current)).isEqualTo(trace);
    assertThat(TraceContext.current()).isNull();
  }
}
