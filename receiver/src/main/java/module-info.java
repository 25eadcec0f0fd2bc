/// The app server's half of a callback: verify, read, drop the duplicate, acknowledge.
module dev.weft.receiver {
  // What only some apps use is static: whoever uses the package brings the module.
  requires static transitive jakarta.servlet;
  requires static transitive java.sql;
  requires static transitive jdk.httpserver;
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  exports dev.weft.receiver;
  exports dev.weft.receiver.endpoint;
  exports dev.weft.receiver.http;
  exports dev.weft.receiver.httpserver;
  exports dev.weft.receiver.jdbc;
  exports dev.weft.receiver.once;
  exports dev.weft.receiver.pull;
  exports dev.weft.receiver.servlet;
}
