package dev.weft.gateway;

import java.time.Duration;

/// Bounds of the gateway.
///
/// @param connections the most devices that are logged in at once, of which one app may have 7/8;
///   further ones are refused
/// @param devicesPerUser the most devices of one user that are logged in at once
/// @param idle a client that says nothing for so long is cut off. Clients send something every 60 s
/// @param login a client has to log in within this time
public record GatewaySettings(int connections, int devicesPerUser, Duration idle, Duration login) {}
