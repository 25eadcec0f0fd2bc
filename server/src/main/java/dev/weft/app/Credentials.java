package dev.weft.app;

/// What an app proves itself with. The secret is readable only here, at the moment it is made or
/// given; `toString` hides it so that no log can leak it.
public record Credentials(String clientId, String clientSecret) {

  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + ", clientSecret=***]";
  }
}
