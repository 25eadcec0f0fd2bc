package dev.weft.trace;

/// A span that is not recorded: the trace goes on as if we were not there.
record PassedOn(TraceContext context) implements Span {

  @Override
  public TraceContext outgoing() {
    return context.child();
  }
}
