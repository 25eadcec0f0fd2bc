package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// What makes two requests the same callback: handled once, whatever the number of attempts.
public record CallbackKey(String value) {

  /// Fits the key column of any database; a longer one is replaced by its digest.
  public static final int MAX_LENGTH = 200;

  /// The webhook id only if a signature covers it or the app has fetched it, else the call id, else
  /// the event's own id, else the body itself. A callback to an offline member shares its call id
  /// with those to the others, so the member belongs to the key.
  static CallbackKey of(Callback callback, Attempt attempt) {
    Envelope envelope = callback.envelope();
    String id = id(envelope, attempt);
    String key = envelope.isOffline() ? id + " to " + envelope.to() : id;
    return new CallbackKey(key.length() <= MAX_LENGTH ? key : Digest.sha256Hex(key));
  }

  private static boolean isBelieved(Attempt.Proof proof) {
    return switch (proof) {
      case STANDARD_WEBHOOKS, FETCHED -> true;
      case VENDOR_MD5, NONE -> false;
    };
  }

  private static String id(Envelope envelope, Attempt attempt) {
    @Nullable CallId webhookId = attempt.id();
    if (webhookId != null && isBelieved(attempt.proof())) {
      return webhookId.value();
    }
    if (envelope.callId() != null) {
      return envelope.callId().value();
    }
    if (envelope.msgId() != null) {
      return envelope.chatType() + " " + envelope.msgId().value();
    }
    return Digest.sha256Hex(envelope.body().toString());
  }
}
