package dev.weft;

import dev.weft.callback.CallbackPublisher;
import dev.weft.callback.ChatCallbacks;
import dev.weft.callback.RuleTests;
import dev.weft.callback.explain.Explainer;
import dev.weft.callback.presend.PresendHooks;
import dev.weft.callback.render.Renderer;
import dev.weft.callback.rule.HistoryRetention;
import dev.weft.callback.rule.RuleHistory;
import dev.weft.callback.rule.RuleRegistry;
import dev.weft.callback.rule.Rules;
import dev.weft.chat.Ids;
import dev.weft.chat.message.LostMessages;
import dev.weft.config.Settings;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.log.Deliveries;
import dev.weft.delivery.log.Retention;
import dev.weft.delivery.log.RetentionSweeper;
import dev.weft.outbound.AddressCheck;
import dev.weft.pull.AnnouncingOutbox;
import dev.weft.pull.Consumers;
import dev.weft.pull.EventLog;
import dev.weft.pull.EventReaders;
import dev.weft.pull.NewEventNotifier;
import dev.weft.storage.Database;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Rules, what they make of an event, and callbacks that are fetched.
///
/// @param publisher takes callbacks from whoever makes some
/// @param chatCallbacks makes those of chat
/// @param presend asks before clients' messages are sent
record CallbackStorey(
    Rules rules,
    RuleTests ruleTests,
    CallbackPublisher publisher,
    ChatCallbacks chatCallbacks,
    PresendHooks presend,
    Explainer explainer,
    LostMessages lost,
    NewEventNotifier arrivals,
    EventReaders eventReaders,
    Consumers consumers,
    Deliveries deliveries,
    RetentionSweeper retention) {

  /// @param host the name of this node in callbacks
  /// @param opened takes what is to be closed
  static CallbackStorey open(
      Settings settings,
      Clock clock,
      Foundation base,
      Cluster cluster,
      DeliveryStorey delivery,
      Ids ids,
      String host,
      Opened opened) {
    Transactions transactions = base.transactions();
    Database database = base.database();
    RuleRegistry ruleRegistry = delivery.ruleRegistry();
    Dispatcher dispatcher = delivery.dispatcher();
    EventLog eventLog = database.eventLog();
    NewEventNotifier arrivals = new NewEventNotifier();
    EventReaders eventReaders =
        new EventReaders(transactions, eventLog, ruleRegistry, arrivals, clock);
    base.metrics().observePulling(eventReaders::openReaders, eventReaders::fetched);
    PresendHooks presend = new PresendHooks(ruleRegistry, delivery.client(), ids, clock);
    Consumers consumers = new Consumers(transactions, database.consumers(), eventLog, clock);
    RuleHistory ruleHistory = database.ruleHistory();
    Rules rules =
        new Rules(
            transactions,
            database.rules(),
            ruleHistory,
            ruleRegistry,
            url -> refusal(delivery.guard().check(url)),
            clock,
            settings.callback().rulesPerApp(),
            rule -> {
              dispatcher.ruleChanged(rule);
              presend.ruleChanged(rule);
              arrivals.announce(rule);
              cluster.signals().rulesChanged();
              if (ruleRegistry.pulled(rule).isEmpty()) {
                consumers.deleteAll(rule);
              }
            });
    rules.follow(
        rule -> {
          dispatcher.ruleFollowed(rule);
          arrivals.announce(rule);
        });
    LostMessages lost = new LostMessages(clock);
    Explainer explainer =
        new Explainer(
            transactions,
            database.messages(),
            database.deliveryLog(),
            ruleHistory,
            ruleRegistry,
            dispatcher::health,
            lost,
            clock);
    Duration keep = Duration.ofDays(settings.callback().logDays());
    RetentionSweeper retention =
        opened.add(
            "retention",
            new RetentionSweeper(
                cluster.leases(),
                keep.isZero()
                    ? List.of()
                    : List.of(
                        new Retention(
                                transactions, database.logRetention(), clock, keep, consumers::gone)
                            ::step,
                        new HistoryRetention(transactions, ruleHistory, clock, keep)::step),
                base.loops()));
    CallbackPublisher publisher =
        new CallbackPublisher(ruleRegistry, new AnnouncingOutbox(dispatcher, arrivals));
    Renderer renderer = new Renderer(ids, clock, host);
    return new CallbackStorey(
        rules,
        new RuleTests(ruleRegistry, ids, clock, renderer, dispatcher::test),
        publisher,
        new ChatCallbacks(publisher, renderer, database.absentees()),
        presend,
        explainer,
        lost,
        arrivals,
        eventReaders,
        consumers,
        new Deliveries(transactions, database.deliveryLog()),
        retention);
  }

  private static Optional<String> refusal(AddressCheck check) {
    return switch (check) {
      case AddressCheck.Permitted() -> Optional.empty();
      case AddressCheck.Refused(String sentence) -> Optional.of(sentence);
    };
  }
}
