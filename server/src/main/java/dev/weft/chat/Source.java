package dev.weft.chat;

/// Where an operation came from. Rules can ask for one of them (vendor: "messages sent by REST").
public enum Source {
  REST,
  SDK
}
