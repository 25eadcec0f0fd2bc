package dev.weft.cluster;

/// What nodes of one database tell each other: that there is something to be looked for in the
/// store. Told soon, a few milliseconds after, but without a promise: whoever has to know looks
/// there now and then anyway. Nothing here blocks.
public interface Signals {

  /// For the only node of a database.
  Signals NONE =
      new Signals() {
        @Override
        public void arrived(Arrival arrival) {}

        @Override
        public void rulesChanged() {}

        @Override
        public void healthChanged() {}

        @Override
        public void resumed(long rule) {}

        @Override
        public void retryNow(long rule) {}

        @Override
        public void jobsChanged() {}

        @Override
        public void partitionsChanged() {}

        @Override
        public void conversationAt(long conversation, long position) {}

        @Override
        public void membersChanged(long conversation, long position) {}

        @Override
        public void deviceLoggedIn(long device, long login) {}

        @Override
        public void sessionEnded(long device, long login, String why) {}

        @Override
        public void presenceChanged(long app, String user) {}

        @Override
        public void conversationsMissed() {}
      };

  /// A row that has become durable, and what it waits in order of: nodes carry it and do not know
  /// what it is.
  record Arrival(long rule, String conversation, long row) {}

  /// Something has become durable that another node may have to do.
  void arrived(Arrival arrival);

  /// A rule was made, changed or deleted.
  void rulesChanged();

  /// A rule was paused or banned.
  void healthChanged();

  /// A person has resumed a rule.
  ///
  /// @param rule its number
  void resumed(long rule);

  /// A person wants the retries of a rule to be made now.
  ///
  /// @param rule its number
  void retryNow(long rule);

  /// A job has begun or ended.
  void jobsChanged();

  /// A node came or goes, or has let go of partitions.
  void partitionsChanged();

  /// A conversation has entries up to `position` at least.
  void conversationAt(long conversation, long position);

  /// Who hears a conversation may be others by what its entry at `position` says.
  void membersChanged(long conversation, long position);

  /// A device has logged in on this node.
  void deviceLoggedIn(long device, long login);

  /// The session of a device has been ended.
  ///
  /// @param why one word
  void sessionEnded(long device, long login, String why);

  /// Whether a user is online, or what the user says of it, has changed.
  void presenceChanged(long app, String user);

  /// Nobody knows which conversations have moved while nothing was received. Not sent: only
  /// notified.
  void conversationsMissed();
}
