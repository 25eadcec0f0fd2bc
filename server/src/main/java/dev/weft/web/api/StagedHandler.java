package dev.weft.web.api;

import java.util.function.Supplier;

/// Answers calls in two stages, because the first one takes long: it hashes passwords or asks a name
/// server. A call with an idempotency key has the second one in a unit of work, for which others
/// wait.
@FunctionalInterface
public interface StagedHandler extends Handler {

  /// Does what takes long and writes nothing. What it answers does the rest.
  Supplier<Answer> prepare(Call call);

  @Override
  default Answer handle(Call call) {
    return prepare(call).get();
  }
}
