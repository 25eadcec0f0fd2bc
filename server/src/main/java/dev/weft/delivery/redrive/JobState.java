package dev.weft.delivery.redrive;

/// Where a job stands.
public enum JobState {
  RUNNING,

  /// Everything it selected has been sent, with or without success.
  DONE,

  /// A person has ended it.
  CANCELLED,

  /// It could not go on; its reason says why.
  FAILED
}
