package dev.weft.receiver;

/// A user came online or went offline on one device.
///
/// @param reason login, logout or replaced
/// @param status online or offline
public record UserStatusCallback(
    Envelope envelope, UserId user, String reason, String status, String os, String version)
    implements Callback {

  static UserStatusCallback read(Envelope envelope) {
    Json body = envelope.body();
    return new UserStatusCallback(
        envelope,
        UserId.bare(body.get("user").text(""), envelope.appKey()),
        body.get("reason").text(""),
        body.get("status").text(""),
        body.get("os").text(""),
        body.get("version").text(""));
  }
}
