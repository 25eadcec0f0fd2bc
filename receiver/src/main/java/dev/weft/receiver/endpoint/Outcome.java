package dev.weft.receiver.endpoint;

import dev.weft.receiver.Reception;
import dev.weft.receiver.Reception.Accepted;
import java.util.Map;

/// What became of one request, and the status that tells the sender whether to come back.
public sealed interface Outcome {

  int status();

  /// Done by this attempt.
  record Handled(Accepted accepted) implements Outcome {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Done by an earlier attempt; nothing was done now.
  record Duplicate(Accepted accepted) implements Outcome {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Not to be believed, or not to be read.
  record Refused(Reception.Refused reception) implements Outcome {
    @Override
    public int status() {
      return reception.status();
    }
  }

  /// Another callback of the same thread is still being handled.
  record Busy(Accepted accepted) implements Outcome {
    @Override
    public int status() {
      return 503;
    }
  }

  /// The app threw.
  record Failed(Accepted accepted, Exception cause) implements Outcome {
    @Override
    public int status() {
      return 500;
    }
  }

  /// What HTTP wants beside the status.
  default Map<String, String> headers() {
    if (status() == 405) {
      return Map.of("Allow", "POST");
    }
    return status() == 503 ? Map.of("Retry-After", "1") : Map.of();
  }

  /// A word for the sender's log, far below the 1,000 characters vendors allow.
  default String answer() {
    if (this instanceof Refused refused) {
      return refused.reception().reason().name();
    }
    if (this instanceof Busy) {
      return "BUSY";
    }
    return this instanceof Failed ? "FAILED" : "";
  }
}
