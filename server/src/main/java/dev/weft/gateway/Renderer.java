package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.chat.Recipient;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.NoticeKind;
import dev.weft.gateway.meta.Addresses;
import dev.weft.gateway.meta.Bodies;
import dev.weft.gateway.meta.Extra;
import dev.weft.gateway.meta.Json;
import dev.weft.gateway.meta.MessageJson;
import dev.weft.gateway.meta.NoticeMetas;
import dev.weft.gateway.meta.StreamBodies;
import dev.weft.msync.BodyType;
import dev.weft.msync.EditScope;
import dev.weft.msync.Jid;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Entries of timelines as clients get them.
final class Renderer {

  private Renderer() {}

  /// An entry, ready to be sent. Its `frames` are empty where there is nothing to send: a message
  /// that was recalled since.
  ///
  /// @param message the one the entry names; null if it is gone
  /// @param readers the only ones who may see an edit or a recall; empty for all
  /// @param live whether it happens now, and is not fetched later
  static Rendered render(
      App app,
      Conversation conversation,
      Entry entry,
      @Nullable Message message,
      Set<UserId> readers,
      boolean live) {
    return switch (entry.kind()) {
      case MESSAGE -> message(app.key(), conversation, entry, message, live);
      case RECALL -> recall(app.key(), conversation, entry, message).only(readers);
      case EDIT -> edit(app.key(), conversation, entry, message).only(readers);
      case CHUNK -> chunk(app.key(), conversation, entry, message, live);
      case NOTICE -> {
        Notice notice = Notice.decode(Objects.requireNonNull(entry.data()));
        Rendered rendered =
            new Rendered(
                conversation,
                entry.position(),
                entry.origin().device(),
                user -> NoticeMetas.of(app.key(), conversation, entry.position(), notice, user));
        yield notice.kind() == NoticeKind.CLIENT && notice.name().equals("reaction")
            ? rendered.answeredTo(notice.operator(), notice.at())
            : rendered;
      }
      case RECEIPT -> Receipts.render(app.key(), conversation, entry);
    };
  }

  private static Rendered message(
      AppKey app, Conversation conversation, Entry entry, @Nullable Message message, boolean live) {
    Extra extra = Extra.decode(entry.data());
    if (message == null || (extra.onlineOnly() && !live)) {
      return nothing(conversation, entry);
    }
    Supplier<Meta> meta =
        once(
            () ->
                meta(app, message, entry.position())
                    .setId(message.id().value())
                    .setPayload(body(app, message, extra).build().toByteString())
                    .addAllExt(extra.ext())
                    .build());
    return new Rendered(
        conversation,
        entry.position(),
        entry.origin().device(),
        user -> mayRead(extra, message, user) ? meta.get() : null);
  }

  /// Made when the first device gets it: often only the one hears that has sent it. By one thread
  /// at a time.
  private static Supplier<Meta> once(Supplier<Meta> maker) {
    AtomicReference<@Nullable Meta> made = new AtomicReference<>();
    return () -> {
      Meta before = made.get();
      if (before == null) {
        before = maker.get();
        made.set(before);
      }
      return before;
    };
  }

  private static boolean mayRead(Extra extra, Message message, UserId user) {
    return !extra.hiddenFrom().contains(user.value()) && isFor(extra, message, user);
  }

  /// Whether a message was sent to this user too, and not to some others alone.
  static boolean isFor(Extra extra, Message message, UserId user) {
    return extra.readers().isEmpty()
        || extra.readers().contains(user.value())
        || message.from().isSameAs(user);
  }

  /// The body of a message as other clients get it.
  static MessageBody.Builder body(AppKey app, Message message, Extra extra) {
    MessageBody.Builder body = addressed(Bodies.write(message.content(), extra.rest()), message);
    ObjectNode meta = MessageJson.meta(message);
    if (!meta.isEmpty()) {
      body.setMeta(Json.text(meta));
    }
    return body;
  }

  private static MessageBody.Builder addressed(MessageBody.Builder body, Message message) {
    return body.setType(typeOf(message.to()))
        .setFrom(Addresses.name(message.from().value()))
        .setTo(Addresses.name(message.to().id()));
  }

  private static int typeOf(Recipient recipient) {
    return switch (recipient) {
      case Recipient.ToUser _ -> BodyType.CHAT;
      case Recipient.ToGroup _, Recipient.ToThread _ -> BodyType.GROUPCHAT;
      case Recipient.ToRoom _ -> BodyType.CHATROOM;
    };
  }

  private static Rendered recall(
      AppKey app, Conversation conversation, Entry entry, @Nullable Message message) {
    if (message == null) {
      return nothing(conversation, entry);
    }
    Extra extra = Extra.decode(entry.data());
    MessageBody.Builder body =
        MessageBody.newBuilder()
            .setType(BodyType.RECALL)
            .setFrom(Addresses.name(message.from().value()))
            .setTo(Addresses.name(message.to().id()))
            .addContents(MessageBody.Content.getDefaultInstance())
            .setAckMessageId(message.id().value());
    ObjectNode inside = MessageJson.meta(message);
    if (!inside.isEmpty()) {
      body.setMeta(Json.text(inside));
    }
    Meta meta =
        meta(app, message, entry.position())
            .setPayload(body.build().toByteString())
            .addAllExt(extra.ext())
            .build();
    return Rendered.of(conversation, entry.position(), entry.origin().device(), meta);
  }

  private static Rendered edit(
      AppKey app, Conversation conversation, Entry entry, @Nullable Message message) {
    if (message == null) {
      return nothing(conversation, entry);
    }
    MessageBody body =
        StreamBodies.plain(body(app, message, Extra.decode(entry.data())))
            .setType(BodyType.EDIT)
            .setEditMessageId(message.id().value())
            .setEditScope(EditScope.BODY_AND_EXT)
            .build();
    Meta meta =
        meta(app, message, entry.position())
            .setTimestamp(message.changed().toEpochMilli())
            .setPayload(body.toByteString())
            .build();
    return Rendered.of(conversation, entry.position(), entry.origin().device(), meta);
  }

  /// A chunk as it came; when the stream has ended since, the whole text in place of the last chunk
  /// and nothing in place of the others. SDKs put that over what they have.
  private static Rendered chunk(
      AppKey app, Conversation conversation, Entry entry, @Nullable Message message, boolean live) {
    Extra extra = Extra.decode(entry.data());
    StreamBodies.Shown shown =
        message == null
            ? StreamBodies.Shown.NOTHING
            : StreamBodies.shown(message.content(), extra.rest(), live);
    if (message == null || shown == StreamBodies.Shown.NOTHING) {
      return nothing(conversation, entry);
    }
    MessageBody.Builder body =
        shown == StreamBodies.Shown.CHUNK
            ? addressed(extra.rest().toBuilder(), message)
            : body(app, message, extra);
    Meta meta =
        meta(app, message, message.id().value()).setPayload(body.build().toByteString()).build();
    return new Rendered(
        conversation, entry.position(), 0, user -> mayRead(extra, message, user) ? meta : null);
  }

  /// The envelope of everything that concerns a message.
  static Meta.Builder meta(AppKey app, Message message, long id) {
    Jid to =
        message.to() instanceof Recipient.ToUser(UserId user)
            ? Addresses.user(app, user.value())
            : Addresses.group(app, message.to().id());
    return Meta.newBuilder()
        .setId(id)
        .setFrom(Addresses.user(app, message.from().value()))
        .setTo(to)
        .setTimestamp(message.sent().toEpochMilli())
        .setNs(NameSpace.CHAT);
  }

  static Rendered nothing(Conversation conversation, Entry entry) {
    return new Rendered(conversation, entry.position(), 0, _ -> null);
  }
}
