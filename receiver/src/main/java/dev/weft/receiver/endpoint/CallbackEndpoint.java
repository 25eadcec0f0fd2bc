package dev.weft.receiver.endpoint;

import dev.weft.receiver.CallbackHeaders;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadId;
import dev.weft.receiver.once.Lanes;
import dev.weft.receiver.once.OnceHandler;
import java.time.Duration;

/// Verifies, keeps each thread in order, handles, and tells the status to answer with.
///
///     CallbackEndpoint endpoint =
///         new CallbackEndpoint(receiver, OnceHandler.inMemory(accepted -> { … }));
///     Outcome outcome = endpoint.handle(method, headers, body);
///     respond(outcome.status(), outcome.answer());
public final class CallbackEndpoint {

  private final CallbackReceiver receiver;
  private final OnceHandler handler;
  private final Lanes lanes;
  private final OutcomeListener listener;
  private final OutcomeLog log = new OutcomeLog();

  public CallbackEndpoint(CallbackReceiver receiver, OnceHandler handler) {
    this(receiver, handler, Lanes.WAIT, (outcome, took) -> {});
  }

  /// With a limit on how long a callback waits for the one before it in its thread.
  public CallbackEndpoint(
      CallbackReceiver receiver, OnceHandler handler, Duration wait, OutcomeListener listener) {
    this.receiver = receiver;
    this.handler = handler;
    this.lanes = new Lanes(wait);
    this.listener = listener;
  }

  /// How many bytes of a body an adapter has to read at most; one more tells that it is too large.
  public int maxBodyBytes() {
    return receiver.maxBodyBytes();
  }

  public Outcome handle(String method, CallbackHeaders headers, byte[] body) {
    long start = System.nanoTime();
    Outcome outcome = outcome(receiver.receive(method, headers, body));
    log.write(outcome, headers);
    listener.answered(outcome, Duration.ofNanos(System.nanoTime() - start));
    return outcome;
  }

  private Outcome outcome(Reception reception) {
    if (reception instanceof Reception.Refused refused) {
      return new Outcome.Refused(refused);
    }
    Accepted accepted = (Accepted) reception;
    try {
      return switch (lanes.call(lane(accepted), () -> handler.handle(accepted))) {
        case NOW -> new Outcome.Handled(accepted);
        case BEFORE -> new Outcome.Duplicate(accepted);
      };
    } catch (Lanes.BusyException e) {
      return new Outcome.Busy(accepted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(accepted, e);
    } catch (Exception e) {
      // The sender tries again, and the log has the cause.
      return new Outcome.Failed(accepted, e);
    }
  }

  /// Attempts of one callback share a lane too, so that a duplicate never overtakes the first.
  private static String lane(Accepted accepted) {
    ThreadId threadId = accepted.callback().about();
    return threadId == null ? accepted.key().value() : threadId.value();
  }
}
