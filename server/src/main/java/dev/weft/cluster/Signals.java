package dev.weft.cluster;

import dev.weft.delivery.Lane;
import dev.weft.delivery.RuleId;

/// What nodes of one database tell each other: that there is something to be looked for in the
/// store. Told soon, a few milliseconds after, but without a promise: whoever has to know looks
/// there now and then anyway. Nothing here blocks.
public interface Signals {

  /// For the only node of a database.
  Signals NONE =
      new Signals() {
        @Override
        public void arrived(Lane lane, long delivery) {}

        @Override
        public void rulesChanged() {}

        @Override
        public void healthChanged() {}

        @Override
        public void resumed(RuleId rule) {}

        @Override
        public void retryNow(RuleId rule) {}

        @Override
        public void jobsChanged() {}

        @Override
        public void partitionsChanged() {}

        @Override
        public void conversationAt(long conversation, long position) {}

        @Override
        public void deviceLoggedIn(long device, long login) {}

        @Override
        public void conversationsMissed() {}
      };

  /// A delivery of this lane has become durable.
  void arrived(Lane lane, long delivery);

  /// A rule was made, changed or deleted.
  void rulesChanged();

  /// A rule was paused or banned.
  void healthChanged();

  /// A person has resumed a rule.
  void resumed(RuleId rule);

  /// A person wants the retries of a rule to be made now.
  void retryNow(RuleId rule);

  /// A job has begun or ended.
  void jobsChanged();

  /// A node came or goes, or has let go of partitions.
  void partitionsChanged();

  /// A conversation has entries up to `position` at least.
  void conversationAt(long conversation, long position);

  /// A device has logged in on this node.
  void deviceLoggedIn(long device, long login);

  /// Nobody knows which conversations have moved while nothing was heard. Not sent: only told.
  void conversationsMissed();
}
