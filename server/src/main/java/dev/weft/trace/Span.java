package dev.weft.trace;

import org.jspecify.annotations.Nullable;

/// Something that is being done, until it is [ended][#end]. One that is never ended is never told
/// of.
public interface Span {

  /// Belongs to no trace and is not recorded.
  Span NONE = new Span() {};

  /// What is done as a part of it belongs to this; null for no trace.
  default @Nullable TraceContext context() {
    return null;
  }

  /// What a server that is called is told of: this span, or a span of its own if this one is not
  /// recorded; null for no trace.
  default @Nullable TraceContext outgoing() {
    return context();
  }

  /// Says more of it. Nothing is kept of a span that is not recorded.
  ///
  /// @param key a name of OpenTelemetry's semantic conventions where there is one, else `weft.…`
  default Span with(String key, String value) {
    return this;
  }

  /// The same with a number.
  default Span with(String key, long value) {
    return this;
  }

  /// It has failed.
  ///
  /// @param why one word or a few, without ids
  default Span failed(String why) {
    return this;
  }

  /// It is over, now.
  default void end() {}
}
