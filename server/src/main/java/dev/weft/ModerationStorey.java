package dev.weft;

import dev.weft.callback.moderation.KeywordAlerts;
import dev.weft.callback.moderation.WebhookJudge;
import dev.weft.chat.Ids;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.client.SendCheck;
import dev.weft.chat.moderation.KeywordLists;
import dev.weft.chat.moderation.ModeratedSends;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.OutboundClient;
import dev.weft.web.moderation.ModerationRoutes;
import java.time.Clock;
import java.time.Duration;

/// Keyword lists, and the services that apps let judge texts.
final class ModerationStorey {

  /// The caller of a check waits for the service.
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final Duration CONNECTION_AGE = Duration.ofMinutes(1);

  /// Longer than any judgement.
  private static final int ANSWER_BYTES = 1 << 20;

  private ModerationStorey() {}

  /// @param routes the calls
  /// @param sends judges what clients send
  record Moderation(ModerationRoutes routes, SendCheck sends) {}

  /// @param acted is told of keywords that were found
  /// @param hooks are asked about what passes
  /// @param opened takes what is to be closed
  static Moderation open(
      Clock clock,
      Foundation base,
      Ids ids,
      AddressGuard guard,
      ClientListener acted,
      SendCheck hooks,
      Opened opened) {
    OutboundClient client =
        opened.add(
            "moderation client",
            new OutboundClient(
                guard,
                new OutboundClient.Limits(DEADLINE, CONNECTION_AGE, ANSWER_BYTES),
                base.loops()));
    KeywordLists lists = new KeywordLists(base.transactions(), base.database().keywords(), clock);
    WebhookJudge judge =
        new WebhookJudge(base.transactions(), base.database().judges(), guard, client, clock);
    return new Moderation(
        new ModerationRoutes(lists, judge),
        new ModeratedSends(
            lists, judge, new KeywordAlerts(base.transactions(), ids, clock, acted), hooks));
  }
}
