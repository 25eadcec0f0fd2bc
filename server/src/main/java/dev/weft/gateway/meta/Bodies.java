package dev.weft.gateway.meta;

import dev.weft.chat.Content;
import dev.weft.chat.MessageType;
import dev.weft.msync.ContentSubType;
import dev.weft.msync.ContentType;
import dev.weft.msync.MessageBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a message as a client writes it, and as the chat stores it: one into the other
/// (MSYNC, section 14). What JSON has no place for stays in a rest, a [MessageBody] that is kept
/// beside the message and put back for other clients, with the fields of clients newer than this
/// server.
public final class Bodies {

  private static final String COMBINED = "sub_combine";

  private Bodies() {}

  /// What a client has sent.
  ///
  /// @param rest what the stored content has no place for; the default instance if nothing
  public record Read(Content content, MessageBody rest) {}

  /// Reads the body of a message or edit. Empty if there is no content, or of no known type.
  public static Optional<Read> read(MessageBody body) {
    if (body.getContentsCount() == 0) {
      return Optional.empty();
    }
    MessageBody.Content content = body.getContents(0);
    Optional<MessageType> type = typeOf(content);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode json = Json.object();
    MessageBody.Content.Builder rest = content.toBuilder().clearType();
    take(type.get(), content, json, rest);
    json.put("type", type.get().wireName());
    String ext = Json.text(KeyValues.toJson(body.getExtList()));
    MessageBody.Builder left =
        body.toBuilder().clearType().clearFrom().clearTo().clearExt().clearMeta().clearContents();
    left.clearAckMessageId().clearEditMessageId().clearEditScope();
    MessageBody.Content remains = rest.build();
    if (!remains.equals(MessageBody.Content.getDefaultInstance())) {
      left.addContents(remains);
    }
    return Optional.of(new Read(new Content(type.get(), Json.text(json), ext), left.build()));
  }

  /// What the limit for messages counts: bytes of body and extension.
  public static int size(Content content) {
    return content.body().getBytes(StandardCharsets.UTF_8).length
        + content.ext().getBytes(StandardCharsets.UTF_8).length;
  }

  private static Optional<MessageType> typeOf(MessageBody.Content content) {
    return Optional.ofNullable(
        switch (content.getType()) {
          case ContentType.TEXT -> MessageType.TXT;
          case ContentType.IMAGE -> MessageType.IMG;
          case ContentType.VIDEO -> MessageType.VIDEO;
          case ContentType.LOCATION -> MessageType.LOC;
          case ContentType.VOICE -> MessageType.AUDIO;
          case ContentType.FILE -> MessageType.FILE;
          case ContentType.COMMAND -> MessageType.CMD;
          case ContentType.CUSTOM -> MessageType.CUSTOM;
          default -> null;
        });
  }

  private static void take(
      MessageType type,
      MessageBody.Content content,
      ObjectNode json,
      MessageBody.Content.Builder rest) {
    switch (type) {
      case TXT -> {
        json.put("msg", content.getText());
        rest.clearText();
        if (content.hasSubType() && content.getSubType() == ContentSubType.COMBINE) {
          takeCombined(content, json, rest);
        }
      }
      case IMG, FILE -> takeFile(content, json, rest);
      case AUDIO, VIDEO -> {
        takeFile(content, json, rest);
        json.put("length", content.getDuration());
        rest.clearDuration();
        if (content.hasThumbnailRemotePath()) {
          json.put("thumb", content.getThumbnailRemotePath());
          json.put("thumb_secret", content.getThumbnailSecretKey());
          rest.clearThumbnailRemotePath().clearThumbnailSecretKey();
        }
      }
      case LOC -> {
        json.put("lat", content.getLatitude());
        json.put("lng", content.getLongitude());
        json.put("addr", content.getAddress());
        rest.clearLatitude().clearLongitude().clearAddress();
        if (content.hasBuildingName()) {
          json.put("buildingName", content.getBuildingName());
          rest.clearBuildingName();
        }
      }
      case CMD -> {
        json.put("action", content.getAction());
        rest.clearAction();
      }
      case CUSTOM -> {
        json.put("customEvent", content.getCustomEvent());
        ObjectNode map = KeyValues.toJson(content.getCustomExtsList());
        ArrayNode list = json.putArray("customExts");
        map.properties().forEach(field -> list.addObject().set(field.getKey(), field.getValue()));
        json.set("v2:customExts", map);
        rest.clearCustomEvent().clearCustomExts();
      }
    }
  }

  private static void takeCombined(
      MessageBody.Content content, ObjectNode json, MessageBody.Content.Builder rest) {
    json.put("subType", COMBINED);
    json.put("title", content.getTitle());
    json.put("summary", content.getSummary());
    json.put("combineLevel", content.getCombineLevel());
    rest.clearSubType().clearTitle().clearSummary().clearCombineLevel();
    takeFile(content, json, rest);
  }

  private static void takeFile(
      MessageBody.Content content, ObjectNode json, MessageBody.Content.Builder rest) {
    json.put("url", content.getRemotePath());
    json.put("filename", content.getDisplayName());
    json.put("secret", content.getSecretKey());
    json.put("file_length", content.getFileLength());
    rest.clearRemotePath().clearDisplayName().clearSecretKey().clearFileLength();
    if (content.hasSize()) {
      ObjectNode size = json.putObject("size");
      number(size, "width", content.getSize().getWidth());
      number(size, "height", content.getSize().getHeight());
      rest.clearSize();
    }
  }

  /// A picture has whole pixels; JSON says so.
  private static void number(ObjectNode json, String name, double value) {
    if (value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE) {
      json.put(name, (int) value);
    } else {
      json.put(name, value);
    }
  }

  /// Writes stored content over a rest.
  public static MessageBody.Builder write(Content stored, MessageBody rest) {
    MessageBody.Builder body = rest.toBuilder();
    MessageBody.Content.Builder content =
        rest.getContentsCount() == 0
            ? MessageBody.Content.newBuilder()
            : rest.getContents(0).toBuilder();
    JsonNode json = Json.stored(stored.body());
    put(stored.type(), json, content);
    body.clearContents().addContents(content);
    StreamBodies.of(json).ifPresent(body::setStream);
    if (!stored.ext().equals(Content.NO_EXT)) {
      body.addAllExt(KeyValues.fromJson(Json.stored(stored.ext())));
    }
    return body;
  }

  private static void put(MessageType type, JsonNode json, MessageBody.Content.Builder content) {
    switch (type) {
      case TXT -> {
        content.setType(ContentType.TEXT).setText(text(json, "msg"));
        if (json.path("subType").asString("").equals(COMBINED)) {
          content
              .setSubType(ContentSubType.COMBINE)
              .setTitle(text(json, "title"))
              .setSummary(text(json, "summary"))
              .setCombineLevel(json.path("combineLevel").asInt(1));
          putFile(json, content);
        }
        StreamBodies.mark(json, content);
      }
      case IMG -> putFile(json, content.setType(ContentType.IMAGE));
      case FILE -> putFile(json, content.setType(ContentType.FILE));
      case AUDIO, VIDEO -> {
        content.setType(type == MessageType.AUDIO ? ContentType.VOICE : ContentType.VIDEO);
        putFile(json, content);
        content.setDuration(json.path("length").asInt(0));
        if (json.has("thumb")) {
          content
              .setThumbnailRemotePath(link(text(json, "thumb"), text(json, "thumb_secret")))
              .setThumbnailSecretKey(text(json, "thumb_secret"));
        }
      }
      case LOC -> {
        content
            .setType(ContentType.LOCATION)
            .setLatitude(json.path("lat").asDouble(0))
            .setLongitude(json.path("lng").asDouble(0))
            .setAddress(text(json, "addr"));
        if (json.has("buildingName")) {
          content.setBuildingName(text(json, "buildingName"));
        }
      }
      case CMD -> content.setType(ContentType.COMMAND).setAction(text(json, "action"));
      case CUSTOM ->
          content
              .setType(ContentType.CUSTOM)
              .setCustomEvent(text(json, "customEvent"))
              .addAllCustomExts(KeyValues.fromJson(customExts(json)));
    }
  }

  private static JsonNode customExts(JsonNode json) {
    if (json.path("v2:customExts").isObject()) {
      return json.path("v2:customExts");
    }
    ObjectNode map = Json.object();
    List<JsonNode> pairs = json.path("customExts").valueStream().toList();
    pairs.forEach(
        pair -> pair.properties().forEach(field -> map.set(field.getKey(), field.getValue())));
    return map;
  }

  private static void putFile(JsonNode json, MessageBody.Content.Builder content) {
    content
        .setRemotePath(link(text(json, "url"), text(json, "secret")))
        .setDisplayName(text(json, "filename"))
        .setSecretKey(text(json, "secret"))
        .setFileLength(json.path("file_length").asInt(0));
    if (json.path("size").isObject()) {
      content.setSize(
          MessageBody.Content.Size.newBuilder()
              .setWidth(json.path("size").path("width").asDouble(0))
              .setHeight(json.path("size").path("height").asDouble(0)));
    }
  }

  /// The link of a restricted file with its secret, as the older SDKs write it themselves: SDK 5
  /// takes a link as it is and adds no secret (UIKIT, section 5).
  private static String link(String url, String secret) {
    return secret.isEmpty() || !url.contains("/chatfiles/") || url.indexOf('?') >= 0
        ? url
        : url + "?em-redirect=true&share-secret=" + secret;
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }
}
