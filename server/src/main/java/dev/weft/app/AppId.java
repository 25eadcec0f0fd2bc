package dev.weft.app;

/// The number of an app in this installation. Rows carry it instead of the app key to stay narrow.
public record AppId(long value) {}
