package dev.weft.chat.client;

import dev.weft.app.App;
import dev.weft.app.UserId;
import java.time.Instant;
import java.util.List;

/// Something that the client of a user did, or that happened to it.
public sealed interface ClientEvent {

  App app();

  /// Who did it.
  UserId operator();

  /// When, on the server's clock.
  Instant at();

  /// The session of a device has begun or ended. For one device they alternate.
  ///
  /// @param address where the device is reached; empty if nobody knows
  record SessionChanged(
      App app, UserId user, Client client, String address, SessionChange change, Instant at)
      implements ClientEvent {

    @Override
    public UserId operator() {
      return user;
    }
  }

  /// Something has come of two users being contacts, or of one blocking the other.
  ///
  /// @param reason what the operator says to it; empty if nothing
  record ContactChanged(
      App app, UserId operator, UserId other, ContactChange change, String reason, Instant at)
      implements ClientEvent {}

  /// What the operator of a [ContactChanged] did.
  enum ContactChange {
    /// Asked the other to be a contact.
    ADD,

    /// Accepted the other, as the operator's own devices are told.
    ACCEPT,

    /// Accepted the other, as the other is told.
    REMOTE_ACCEPT,

    /// Declined the other, as the operator's own devices are told.
    DECLINE,

    /// Declined the other, as the other is told.
    REMOTE_DECLINE,

    /// Ended being contacts.
    REMOVE,

    /// Blocked the other.
    BAN,

    /// Lets the other write again.
    ALLOW
  }

  /// A user has read a message.
  ///
  /// @param to the other user of a single chat, or the group or thread
  /// @param inGroup whether `to` is a group or thread
  /// @param message the message; the newest one if all of a conversation was read
  /// @param wholeConversation whether the receipt is for a conversation
  record MessageRead(
      App app,
      UserId operator,
      String to,
      boolean inGroup,
      long message,
      boolean wholeConversation,
      Instant at)
      implements ClientEvent {}

  /// A user wanted to send words that the app has listed.
  ///
  /// @param to the other user of a single chat, or the group, thread or room
  /// @param replaced whether the words were masked; otherwise nothing was sent
  /// @param message a number of its own
  record KeywordsFound(
      App app,
      UserId operator,
      String to,
      SendCheck.Place place,
      boolean replaced,
      List<String> words,
      long message,
      Instant at)
      implements ClientEvent {
    public KeywordsFound {
      words = List.copyOf(words);
    }
  }

  /// Why a session has begun or ended.
  enum SessionChange {
    /// It has begun.
    LOGIN,

    /// The client has gone, or is not reached any more.
    LOGOUT,

    /// Somebody else has ended it: the same device by another connection, the app's server, or a
    /// change of the account.
    REPLACED
  }

  /// What a device says of itself.
  ///
  /// @param resource its name among the devices of its user
  /// @param os the vendor's number of an operating system
  record Client(String resource, int os, String version) {}
}
