package dev.weft.receiver;

/// A group, without the app key in front.
public record GroupId(String value) {}
