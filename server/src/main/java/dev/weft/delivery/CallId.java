package dev.weft.delivery;

/// The vendor's `callId`: names one callback over all its attempts, and is its `webhook-id`.
public record CallId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
