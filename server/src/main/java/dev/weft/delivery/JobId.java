package dev.weft.delivery;

/// Names a job that sends callbacks once more.
///
/// @param value number of the job, above zero
public record JobId(long value) implements LaneOwner {

  public JobId {
    if (value <= 0) {
      throw new IllegalArgumentException("no job has the number " + value);
    }
  }

  @Override
  public long number() {
    return -value;
  }
}
