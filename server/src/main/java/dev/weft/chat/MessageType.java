package dev.weft.chat;

import java.util.Optional;

/// The kinds of messages the vendor's send API takes, by their wire name.
public enum MessageType {
  TXT("txt", "text"),
  IMG("img", "image"),
  AUDIO("audio", "audio"),
  VIDEO("video", "video"),
  FILE("file", "file"),
  LOC("loc", "location"),
  CMD("cmd", "command"),
  CUSTOM("custom", "custom");

  private final String wireName;
  private final String contentType;

  MessageType(String wireName, String contentType) {
    this.wireName = wireName;
    this.contentType = contentType;
  }

  /// The `type` of requests and bodies.
  public String wireName() {
    return wireName;
  }

  /// The last part of a callback's `content_type` (vendor: `chat:group:text` and so on).
  public String contentType() {
    return contentType;
  }

  /// The type called `wireName`. `image` is the newest rewrite page's word for `img`.
  public static Optional<MessageType> of(String wireName) {
    for (MessageType type : values()) {
      if (type.wireName.equals(wireName)) {
        return Optional.of(type);
      }
    }
    return wireName.equals("image") ? Optional.of(IMG) : Optional.empty();
  }
}
