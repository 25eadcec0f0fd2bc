package dev.weft.delivery.redrive;

/// What an app has in exception storage under one key.
///
/// @param size callbacks
/// @param rounds the most resends that any of them has outlasted
public record StoredDateKey(DateKey dateKey, long size, int rounds) {}
