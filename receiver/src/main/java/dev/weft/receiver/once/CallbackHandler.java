package dev.weft.receiver.once;

import dev.weft.receiver.Reception.Accepted;

/// What the app does with a callback. Whatever it throws makes the sender try again.
@FunctionalInterface
public interface CallbackHandler {

  void handle(Accepted accepted) throws Exception;
}
