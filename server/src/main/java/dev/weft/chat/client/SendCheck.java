package dev.weft.chat.client;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import java.util.List;

/// Asks whether what a client sends may be sent. It may take as long as it is allowed to wait for
/// others, so it is asked before the unit of work.
public interface SendCheck {

  /// Everything may be sent.
  SendCheck NONE =
      new SendCheck() {
        @Override
        public boolean isIdle(App app) {
          return true;
        }

        @Override
        public Verdict check(Draft draft) {
          return new Verdict.Passed();
        }
      };

  /// Where something is sent; a thread is of its group.
  enum Place {
    CHAT,
    GROUP,
    ROOM
  }

  /// What is about to be sent.
  ///
  /// @param to the user, group or thread
  /// @param groups the group, or the thread and its group; none in a single chat
  /// @param edit whether a message that was sent before gets this content
  record Draft(
      App app,
      UserId from,
      String to,
      Place place,
      List<String> groups,
      Content content,
      boolean edit) {

    /// The same with another content.
    public Draft with(Content other) {
      return new Draft(app, from, to, place, groups, other, edit);
    }
  }

  /// What is to become of it.
  sealed interface Verdict {

    /// It is sent as it is.
    record Passed() implements Verdict {}

    /// It is sent with another content.
    record Rewritten(Content content) implements Verdict {}

    /// It is not sent.
    ///
    /// @param reason what the client is told
    record Refused(String reason) implements Verdict {}

    /// It is not sent, because its text offends.
    ///
    /// @param byService whether a service says so; otherwise a keyword of the app stands in it
    record Offends(boolean byService) implements Verdict {}
  }

  /// Whether nobody asks about messages of this app.
  boolean isIdle(App app);

  Verdict check(Draft draft);
}
