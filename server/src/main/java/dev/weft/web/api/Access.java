package dev.weft.web.api;

/// Who may call a route.
public enum Access {
  /// Anybody: the call proves itself by what it carries.
  OPEN,
  /// The app server, with an app token.
  APP,
  /// The same; whoever comes without a token is told that users cannot register themselves.
  REGISTRATION,
  /// The app server or one of its users, each with a token of its own.
  MEMBER,
  /// Anybody; but a token that comes along must be a good one, so that its owner learns of it.
  GUEST,
  /// An operator of the installation, in any role.
  VIEWER,
  /// An operator who may change what runs.
  OPERATOR,
  /// An operator who may do everything.
  ADMIN
}
