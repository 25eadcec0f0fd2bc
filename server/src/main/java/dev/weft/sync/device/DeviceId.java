package dev.weft.sync.device;

/// The number of a device in the store.
public record DeviceId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
