/// The app server's half of a callback: verify, read, drop the duplicate, acknowledge.
module dev.weft.receiver {
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  exports dev.weft.receiver;
}
