package dev.weft.trace;

import org.jspecify.annotations.Nullable;

/// Records what is done in a trace as spans. [#NONE] records nothing and passes the traces of
/// others on.
public interface Tracer {

  /// Records nothing.
  Tracer NONE = (_, _, parent) -> parent == null ? Span.NONE : new PassedOn(parent);

  /// What a span stands for, in the words of OpenTelemetry.
  enum Kind {
    /// A call of somebody else is answered.
    SERVER,
    /// Somebody else is called.
    CLIENT,
    /// Work in between.
    INTERNAL
  }

  /// Begins a span, now.
  ///
  /// @param name few of them: no ids
  /// @param parent what it is a part of; null to begin a trace
  Span begin(Kind kind, String name, @Nullable TraceContext parent);
}
