package dev.weft.chat.moderation;

import dev.weft.app.App;
import dev.weft.chat.Content;
import dev.weft.chat.JsonObjects;
import dev.weft.chat.MessageType;
import dev.weft.chat.client.SendCheck;
import dev.weft.chat.moderation.KeywordList.Scope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Judges the texts that clients send, before others are asked: by the keyword lists of the app,
/// then by its service. What the app's own server sends is not judged, as at the vendor.
///
/// A keyword of a refusing list, or a service that refuses, ends the message; keywords of replacing
/// lists are replaced. Who cannot be asked refuses nothing.
public final class ModeratedSends implements SendCheck {

  /// How long a change of lists or of the service may go unnoticed.
  private static final Duration FRESH = Duration.ofSeconds(1);

  /// Apps that are remembered: of more, some are read anew.
  private static final int MAX_APPS = 1_024;

  /// Texts that services judge at once. With more, texts pass unjudged.
  private static final int MAX_JUDGED = 256;

  private static final String TEXT = "msg";

  private final KeywordLists lists;
  private final TextJudge judge;
  private final Alerts alerts;
  private final SendCheck next;
  private final Semaphore judged = new Semaphore(MAX_JUDGED);
  private final Map<Long, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
          return size() > MAX_APPS;
        }
      };

  /// What an app has, read at `nanos`.
  private record Known(KeywordCheck check, boolean service, long nanos) {

    boolean isFresh() {
      return System.nanoTime() - nanos < FRESH.toNanos();
    }

    boolean isNothing() {
      return check.isEmpty() && !service;
    }
  }

  /// Is told of keywords.
  @FunctionalInterface
  public interface Alerts {

    /// A text had words of the lists.
    ///
    /// @param words as they stand in the text
    /// @param replaced whether the text is sent without them; otherwise it is not sent
    void found(Draft draft, List<String> words, boolean replaced);
  }

  /// Judges what the app's keyword lists and its moderation service say of a text.
  ///
  /// @param alerts is told of what the lists have found
  /// @param next is asked about what passes
  public ModeratedSends(KeywordLists lists, TextJudge judge, Alerts alerts, SendCheck next) {
    this.lists = lists;
    this.judge = judge;
    this.alerts = alerts;
    this.next = next;
  }

  @Override
  public boolean isIdle(App app) {
    return known(app).isNothing() && next.isIdle(app);
  }

  @Override
  public Verdict check(Draft draft) {
    Known app = known(draft.app());
    Optional<String> text =
        app.isNothing() || draft.content().type() != MessageType.TXT
            ? Optional.empty()
            : JsonObjects.texts(draft.content().body(), List.of(TEXT)).stream().findFirst();
    if (text.isEmpty()) {
      return next.check(draft);
    }
    Judgement byLists = app.check().judge(text.get(), scopes(draft));
    if (byLists.type() == Judgement.Type.REJECT) {
      alerts.found(draft, byLists.sensitiveWords(), false);
      return new Verdict.Offends(false);
    }
    if (app.service() && isRefused(draft.app(), text.get())) {
      return new Verdict.Offends(true);
    }
    String other = byLists.exchangeText();
    if (other == null || other.equals(text.get())) {
      return next.check(draft);
    }
    alerts.found(draft, byLists.sensitiveWords(), true);
    Content content =
        new Content(
            draft.content().type(),
            JsonObjects.with(draft.content().body(), TEXT, other),
            draft.content().ext());
    Verdict verdict = next.check(draft.with(content));
    return verdict instanceof Verdict.Passed ? new Verdict.Rewritten(content) : verdict;
  }

  private static Set<Scope> scopes(Draft draft) {
    return switch (draft.place()) {
      case CHAT -> EnumSet.of(Scope.ALL, Scope.CHAT);
      case GROUP -> EnumSet.of(Scope.ALL, Scope.GROUP);
      case ROOM -> EnumSet.of(Scope.ALL, Scope.ROOM);
    };
  }

  private boolean isRefused(App app, String text) {
    if (!judged.tryAcquire()) {
      return false;
    }
    try {
      return judge
          .judge(app, text)
          .filter(judgement -> judgement.type() == Judgement.Type.REJECT)
          .isPresent();
    } finally {
      judged.release();
    }
  }

  private Known known(App app) {
    Known old;
    synchronized (known) {
      old = known.get(app.id().value());
    }
    if (old != null && old.isFresh()) {
      return old;
    }
    Known fresh = new Known(lists.check(app), judge.isThere(app), System.nanoTime());
    synchronized (known) {
      known.put(app.id().value(), fresh);
    }
    return fresh;
  }
}
