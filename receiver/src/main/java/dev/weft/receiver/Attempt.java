package dev.weft.receiver;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How the callback came: what the headers beside the body tell.
///
/// @param id `webhook-id`; absent from the vendors' own clouds
/// @param change UNKNOWN if no header tells
/// @param sequence the place of the change in its thread, if told
/// @param number 1 for the first attempt
/// @param replay somebody asked for it to be sent again
/// @param proof which signature was checked
public record Attempt(
    @Nullable CallId id,
    ThreadChange change,
    OptionalLong sequence,
    long number,
    boolean replay,
    Proof proof) {

  /// Which signature made the receiver believe the request.
  public enum Proof {
    STANDARD_WEBHOOKS,
    VENDOR_MD5,
    /// None was needed: the app has fetched the callback itself.
    FETCHED,
    /// None: the receiver was built to accept unsigned callbacks.
    NONE
  }

  static Attempt fetched(CallId id, String operation, OptionalLong sequence) {
    return new Attempt(id, ThreadChange.ofHeader(operation), sequence, 1, false, Proof.FETCHED);
  }

  static Attempt read(CallbackHeaders headers, Proof proof) {
    String id = headers.first(WeftHeaders.ID);
    return new Attempt(
        id == null ? null : new CallId(id),
        ThreadChange.ofHeader(headers.first(WeftHeaders.OPERATION)),
        count(headers.first(WeftHeaders.SEQUENCE)),
        count(headers.first(WeftHeaders.ATTEMPT)).orElse(1),
        "true".equals(headers.first(WeftHeaders.REPLAY)),
        proof);
  }

  private static OptionalLong count(@Nullable String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
