package dev.weft.web;

/// Who may call a route.
enum Access {
  /// Anybody: the call proves itself by what it carries.
  OPEN,
  /// The app server, with an app token.
  APP,
  /// The same; whoever comes without a token is told that users cannot register themselves.
  REGISTRATION
}
