package dev.weft.web.moderation;

import dev.weft.callback.moderation.WebhookJudge;
import dev.weft.chat.moderation.KeywordLists;
import dev.weft.chat.moderation.TextModeration;
import dev.weft.web.api.Routes;

/// All calls of this package.
public final class ModerationRoutes {

  private final KeywordLists lists;
  private final WebhookJudge judge;

  public ModerationRoutes(KeywordLists lists, WebhookJudge judge) {
    this.lists = lists;
    this.judge = judge;
  }

  public void addTo(Routes routes) {
    new TextCheckRoutes(new TextModeration(lists, judge), judge).addTo(routes);
    new KeywordRoutes(lists).addTo(routes);
    new UnconfiguredRoutes().addTo(routes);
  }
}
