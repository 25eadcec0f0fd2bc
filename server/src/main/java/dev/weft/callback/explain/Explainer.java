package dev.weft.callback.explain;

import dev.weft.app.App;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.event.MessageOperation;
import dev.weft.callback.explain.Explanation.OfRule;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Match;
import dev.weft.callback.rule.Matcher;
import dev.weft.callback.rule.RuleHistory;
import dev.weft.callback.rule.RuleRegistry;
import dev.weft.callback.rule.RuleSpec;
import dev.weft.callback.rule.RuleVersion;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.LostMessages;
import dev.weft.chat.message.MessageStore;
import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryLog;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers why a callback came or did not come: repeats the matching of a message's operations with
/// the rules as they were. Nothing is written down when callbacks are made, so asking costs, being
/// asked about does not.
public final class Explainer {

  /// Rules that wanted nothing and are listed all the same; an app can have thousands.
  private static final int MAX_UNMATCHED = 100;

  /// Deliveries about one message that are looked at.
  private static final int MAX_DELIVERIES = 500;

  /// Versions read at once.
  private static final int PAGE = 500;

  private final Transactions transactions;
  private final MessageStore messages;
  private final DeliveryLog deliveries;
  private final RuleHistory history;
  private final RuleRegistry book;
  private final Function<RuleId, EndpointHealth> unhealthy;
  private final LostMessages lost;
  private final Clock clock;

  /// @param unhealthy how a rule does with its endpoint now
  public Explainer(
      Transactions transactions,
      MessageStore messages,
      DeliveryLog deliveries,
      RuleHistory history,
      RuleRegistry book,
      Function<RuleId, EndpointHealth> unhealthy,
      LostMessages lost,
      Clock clock) {
    this.lost = lost;
    this.transactions = transactions;
    this.messages = messages;
    this.deliveries = deliveries;
    this.history = history;
    this.book = book;
    this.unhealthy = unhealthy;
    this.clock = clock;
  }

  /// What the rules made of each operation on a message, first to last; empty if the app has no
  /// such message.
  ///
  /// @param rule only this rule; null for all
  public List<Explanation> ofMessage(App app, MessageId id, @Nullable RuleId rule) {
    return transactions.read(
        snapshot -> {
          Optional<Message> found = messages.find(snapshot, id);
          boolean recalled = found.isEmpty();
          Optional<Message> message = recalled ? messages.findRecalled(snapshot, id) : found;
          if (message.isEmpty() || !message.get().app().equals(app.id())) {
            return lost.find(app.id(), id).map(Explainer::wentNowhere).stream().toList();
          }
          List<LoggedDelivery> about = about(snapshot, app, id);
          return MessageOperation.of(message.get(), recalled, about, clock.instant()).stream()
              .map(happening -> explain(snapshot, app, happening, about, rule))
              .toList();
        });
  }

  private static Explanation wentNowhere(LostMessages.Lost lost) {
    return new Explanation(
        "send",
        lost.at(),
        List.of(),
        List.of(
            "the message went nowhere and gives no callback: there was no group or thread "
                + lost.target()
                + ", it was deleted or never made; the call was answered with 200 as at the vendor,"
                + " the setting chat.strictTargets makes it 404"),
        List.of(),
        0);
  }

  private List<LoggedDelivery> about(Snapshot snapshot, App app, MessageId id) {
    DeliveryFilter filter = DeliveryFilter.aboutSubject(app.id().value(), id.toString());
    return deliveries.list(snapshot, filter, null, MAX_DELIVERIES).deliveries();
  }

  private Explanation explain(
      Snapshot snapshot,
      App app,
      MessageOperation happening,
      List<LoggedDelivery> about,
      @Nullable RuleId only) {
    Map<RuleId, List<LoggedDelivery>> made = made(happening, about);
    List<OfRule> matched = new ArrayList<>();
    List<OfRule> others = new ArrayList<>();
    int omitted = 0;
    RuleId last = new RuleId(0);
    List<RuleVersion> page;
    do {
      page = history.at(snapshot, app.id(), happening.at(), last, PAGE);
      for (RuleVersion version : page) {
        last = version.rule();
        if (only != null && !only.equals(version.rule())) {
          continue;
        }
        List<LoggedDelivery> ofRule = made.getOrDefault(version.rule(), List.of());
        OfRule verdict = verdict(app, version, happening, ofRule);
        if (verdict.isMatch()) {
          matched.add(verdict);
        } else if (others.size() < MAX_UNMATCHED) {
          others.add(verdict);
        } else {
          omitted++;
        }
      }
    } while (page.size() == PAGE);
    others.addAll(madeLater(app, happening.at(), only, MAX_UNMATCHED - others.size()));
    matched.addAll(others);
    return new Explanation(
        happening.operation(),
        happening.at(),
        happening.kinds(),
        happening.notes(),
        matched,
        omitted);
  }

  private static Map<RuleId, List<LoggedDelivery>> made(
      MessageOperation happening, List<LoggedDelivery> about) {
    Map<RuleId, List<LoggedDelivery>> made = new HashMap<>();
    for (LoggedDelivery delivery : about) {
      if (delivery.lane().owner() instanceof RuleId rule
          && delivery.operation().equals(happening.operation())
          && delivery.created().equals(happening.at())) {
        made.computeIfAbsent(rule, _ -> new ArrayList<>()).add(delivery);
      }
    }
    return made;
  }

  private OfRule verdict(
      App app, RuleVersion version, MessageOperation happening, List<LoggedDelivery> made) {
    RuleSpec spec = version.spec();
    List<EventKind> matched = new ArrayList<>();
    @Nullable String refusal = null;
    for (EventKind kind : happening.kinds()) {
      switch (Matcher.match(spec, kind, happening.facts())) {
        case Match.Matched() -> matched.add(kind);
        case Match.Unmatched(String reason) -> {
          // What a rule does not ask for says less than why it did not get what it asks for.
          if (refusal == null || spec.events().contains(kind)) {
            refusal = reason;
          }
        }
      }
    }
    return new OfRule(
        version.rule(),
        spec.name(),
        matched,
        reason(matched, refusal, made),
        health(app, version.rule()),
        made);
  }

  /// What is kept and what was repeated need not agree: facts may have changed since.
  private static String reason(
      List<EventKind> matched, @Nullable String refusal, List<LoggedDelivery> made) {
    if (matched.isEmpty()) {
      String why = refusal == null ? "" : refusal;
      return made.isEmpty() ? why : "it matched then; by what is known now: " + why;
    }
    return made.isEmpty()
        ? "it matches by what is known now, but there is no delivery: the rule changed at that"
            + " moment, or the delivery went by age"
        : "";
  }

  /// Rules work from the moment they are made, which is what most often surprises.
  private List<OfRule> madeLater(App app, Instant at, @Nullable RuleId only, int limit) {
    return book.ofApp(app.id()).stream()
        .filter(rule -> rule.created().isAfter(at))
        .filter(rule -> only == null || only.equals(rule.id()))
        .limit(Math.max(0, limit))
        .map(
            rule ->
                new OfRule(
                    rule.id(),
                    rule.name(),
                    List.of(),
                    "the rule was made later, at " + rule.created(),
                    health(app, rule.id()),
                    List.of()))
        .toList();
  }

  private String health(App app, RuleId id) {
    Optional<CallbackRule> rule = book.find(app.id(), id);
    if (rule.isEmpty()) {
      return "deleted";
    }
    if (!rule.get().enabled()) {
      return "disabled";
    }
    return switch (unhealthy.apply(id)) {
      case EndpointHealth.Delivering() -> "delivering";
      case EndpointHealth.Disabled() -> "disabled";
      case EndpointHealth.Paused(String reason, _) -> "paused: " + reason;
      case EndpointHealth.Banned(Ban ban) -> "banned until " + ban.until();
      case EndpointHealth.Open(_, Instant nextProbe) -> "failing, next attempt at " + nextProbe;
      case EndpointHealth.Recovering _ -> "recovering";
    };
  }
}
