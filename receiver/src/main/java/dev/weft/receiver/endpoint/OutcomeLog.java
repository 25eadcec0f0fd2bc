package dev.weft.receiver.endpoint;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.weft.receiver.CallbackHeaders;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.WeftHeaders;
import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/// One line for each request, never with a secret or a body.
final class OutcomeLog {

  private static final int MAX_SHOWN = 100;

  private final Logger log = System.getLogger(CallbackEndpoint.class.getName());

  void write(Outcome outcome, CallbackHeaders headers) {
    if (outcome instanceof Outcome.Handled handled) {
      log.log(DEBUG, () -> "handled " + ids(handled.accepted()));
    } else if (outcome instanceof Outcome.Duplicate duplicate) {
      log.log(INFO, () -> "duplicate " + ids(duplicate.accepted()));
    } else if (outcome instanceof Outcome.Refused refused) {
      log.log(
          WARNING,
          () ->
              "refused reason=%s status=%d webhookId=%s detail=\"%s\""
                  .formatted(
                      refused.reception().reason(),
                      refused.status(),
                      shown(headers.first(WeftHeaders.ID)),
                      refused.reception().detail()));
    } else if (outcome instanceof Outcome.Busy busy) {
      log.log(WARNING, () -> "busy " + ids(busy.accepted()));
    } else if (outcome instanceof Outcome.Failed failed) {
      log.log(WARNING, () -> "failed " + ids(failed.accepted()), failed.cause());
    }
  }

  private static String ids(Accepted accepted) {
    return "key=%s kind=%s about=%s attempt=%d"
        .formatted(
            shown(accepted.key().value()),
            accepted.callback().getClass().getSimpleName(),
            accepted.callback().about() == null ? "-" : shown(accepted.callback().about().value()),
            accepted.attempt().number());
  }

  /// Whoever can reach the URL can write here: no line breaks, and not without end.
  private static String shown(@Nullable String text) {
    if (text == null) {
      return "-";
    }
    String printable = text.replaceAll("[^\\x21-\\x7e]", "?");
    return printable.length() <= MAX_SHOWN ? printable : printable.substring(0, MAX_SHOWN);
  }
}
