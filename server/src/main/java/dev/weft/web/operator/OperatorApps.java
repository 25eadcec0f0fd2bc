package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.operator.OperatorSession;
import dev.weft.web.api.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The apps that a session may see.
final class OperatorApps {

  private OperatorApps() {}

  static List<App> seenBy(OperatorSession session, Apps apps) {
    return apps.all().stream().filter(app -> session.sees(app.key())).toList();
  }

  /// The number of the app that a request names, or of the only one that the session shows; null
  /// for all.
  static @Nullable Long chosen(OperatorSession session, Query query, Apps apps) {
    Optional<String> named = query.text("app").filter(text -> !text.isEmpty());
    if (named.isEmpty()) {
      AppKey only = session.only();
      return only == null ? null : (Long) find(session, only.toString(), apps).id().value();
    }
    return find(session, named.get(), apps).id().value();
  }

  static App find(OperatorSession session, String key, Apps apps) {
    return AppKey.parse(key)
        .filter(session::sees)
        .flatMap(apps::find)
        .orElseThrow(() -> OperatorCall.missing("there is no app \"" + key + "\""));
  }
}
