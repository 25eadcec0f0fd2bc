package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// The app key that some fields carry in front of an id.
final class Prefix {

  private Prefix() {}

  static String strip(String text, @Nullable AppKey appKey) {
    if (appKey != null && text.startsWith(appKey.value())) {
      int end = appKey.value().length();
      if (text.startsWith("_", end)) {
        return text.substring(end + 1);
      }
    }
    int hash = text.indexOf('#');
    int underscore = hash < 0 ? -1 : text.indexOf('_', hash);
    return underscore < 0 ? text : text.substring(underscore + 1);
  }
}
