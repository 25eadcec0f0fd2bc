package dev.weft.web.api;

import java.util.function.Function;
import java.util.function.Supplier;

/// Answers calls in two stages, because the first one takes long: it hashes passwords or asks a
/// name server. A call with an idempotency key has the second one in a unit of work, for which
/// others wait.
///
/// @param first does what takes long and writes nothing; what it answers does the rest
public record StagedHandler(Function<Call, Supplier<Answer>> first) implements Handler {

  @Override
  public Answer handle(Call call) {
    return first.apply(call).get();
  }
}
