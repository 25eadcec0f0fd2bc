package dev.weft.chat.moderation;

import dev.weft.app.App;
import java.util.Optional;

/// A service that judges texts.
public interface TextJudge {

  /// Whether the app has one.
  boolean isThere(App app);

  /// What it thinks; empty if the app has none. One that cannot be reached, or answers nonsense,
  /// thinks [Judgement#UNKNOWN].
  Optional<Judgement> judge(App app, String text);
}
