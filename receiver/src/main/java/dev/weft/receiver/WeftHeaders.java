package dev.weft.receiver;

/// The headers beside the body. The first three are signed by Standard Webhooks; the others are as
/// trustworthy as the connection they came over.
public final class WeftHeaders {

  /// The call id: the same over all attempts.
  public static final String ID = "webhook-id";

  /// When this attempt was signed, in seconds.
  public static final String TIMESTAMP = "webhook-timestamp";

  public static final String SIGNATURE = "webhook-signature";

  /// `send`, `recall` or `modify`.
  public static final String OPERATION = "weft-operation";

  /// Counts the changes of one thread, without gaps.
  public static final String SEQUENCE = "weft-sequence";

  /// Counts the attempts of one delivery, from 1.
  public static final String ATTEMPT = "weft-attempt";

  /// `true` when somebody asked for this callback to be sent again.
  public static final String REPLAY = "weft-replay";

  private WeftHeaders() {}
}
