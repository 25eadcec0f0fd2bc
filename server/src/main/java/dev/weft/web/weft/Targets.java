package dev.weft.web.weft;

import dev.weft.delivery.redrive.JobRefusedException;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.VendorException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The URL that callbacks are to be sent to instead of their rule's, and the answers of those who
/// do not like it.
final class Targets {

  /// As for the URL of a rule.
  private static final int MAX_URL = 2048;

  private Targets() {}

  /// The URL in `field`; null if there is none. Where it leads is for delivery to judge.
  static @Nullable URI read(JsonBody body, String field) {
    return body.text(field).map(text -> parse(field, text)).orElse(null);
  }

  private static URI parse(String field, String text) {
    if (text.length() <= MAX_URL) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException e) {
        // Told below, with the other ways to get it wrong.
      }
    }
    throw Errors.illegalArgument(
        field + " must be an http or https URL of at most " + MAX_URL + " characters");
  }

  static VendorException refusal(JobRefusedException refused) {
    String sentence = String.valueOf(refused.getMessage());
    return switch (refused.kind()) {
      case BAD, TARGET -> Errors.illegalArgument(sentence);
      case TOO_MANY -> new VendorException(403, "exceed_limit", "CallbackJobException", sentence);
    };
  }
}
