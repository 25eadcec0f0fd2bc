package dev.weft;

import dev.weft.callback.moderation.KeywordSends;
import dev.weft.callback.moderation.WebhookJudge;
import dev.weft.chat.Ids;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.client.SendCheck;
import dev.weft.chat.moderation.KeywordLists;
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

  /// What judges the texts that clients send.
  ///
  /// @param acted is told of what was found
  /// @param next is asked about what may be sent
  static SendCheck sends(
      Clock clock, Foundation base, Ids ids, ClientListener acted, SendCheck next) {
    return new KeywordSends(
        base.transactions(),
        new KeywordLists(base.transactions(), base.database().keywords(), clock),
        acted,
        ids,
        clock,
        next);
  }

  /// @param opened takes what is to be closed
  static ModerationRoutes open(Clock clock, Foundation base, AddressGuard guard, Opened opened) {
    OutboundClient client =
        opened.add(
            "moderation client",
            new OutboundClient(
                guard,
                new OutboundClient.Limits(DEADLINE, CONNECTION_AGE, ANSWER_BYTES),
                base.loops()));
    return new ModerationRoutes(
        new KeywordLists(base.transactions(), base.database().keywords(), clock),
        new WebhookJudge(base.transactions(), base.database().judges(), guard, client, clock));
  }
}
