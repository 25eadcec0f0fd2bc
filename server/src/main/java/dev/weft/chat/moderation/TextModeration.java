package dev.weft.chat.moderation;

import dev.weft.app.App;
import java.util.Optional;

/// Judges texts: by keyword lists first, which cost nothing, and by the app's service if those find
/// nothing to refuse.
public final class TextModeration {

  private final KeywordLists lists;
  private final TextJudge judge;

  public TextModeration(KeywordLists lists, TextJudge judge) {
    this.lists = lists;
    this.judge = judge;
  }

  /// What is thought of a text; empty if the app has neither lists nor a service.
  public Optional<Judgement> judge(App app, String text) {
    KeywordCheck check = lists.check(app);
    Judgement byLists = check.judge(text);
    if (byLists.type() == Judgement.Type.REJECT) {
      return Optional.of(byLists);
    }
    Optional<Judgement> byService = judge.judge(app, text);
    if (byService.isEmpty()) {
      return check.isEmpty() ? Optional.empty() : Optional.of(byLists);
    }
    return byLists.type() == Judgement.Type.REVIEWED
            && byService.get().type() != Judgement.Type.REJECT
        ? Optional.of(byLists)
        : byService;
  }
}
