package dev.weft.delivery;

/// Makes one attempt. Blocks until it has ended, which is before a deadline of the sender's own.
public interface Sender {

  /// Sends `delivery` and answers what came of it. Whatever goes wrong outside is an outcome.
  Outcome send(Endpoint endpoint, Delivery delivery);

  /// Breaks off what is under way: the outcomes that this brings forth mean nothing.
  void abandon();
}
