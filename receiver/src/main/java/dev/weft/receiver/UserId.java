package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// A user, without the app key in front.
public record UserId(String value) {

  /// Vendors write the same user bare, as `org#app_user`, and as `org#app_user@easemob.com/device`.
  static UserId bare(String text, @Nullable AppKey appKey) {
    String bare = Prefix.strip(text, appKey);
    int domain = bare.indexOf("@easemob.com");
    return new UserId(domain < 0 ? bare : bare.substring(0, domain));
  }
}
