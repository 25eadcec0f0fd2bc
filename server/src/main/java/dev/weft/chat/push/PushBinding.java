package dev.weft.chat.push;

/// That a device of a user is reached through a push service.
///
/// @param device the device, as its SDK names it
/// @param notifier the certificate of the push service, by its name
/// @param token names the device to the push service
public record PushBinding(String device, String notifier, String token) {}
