package dev.weft.web.proxy;

/// How a client reached this server, through proxies or not.
///
/// @param address the IP address of the client
/// @param secure whether the client speaks TLS, to this server or to a proxy
/// @param origin scheme and authority that the client used, `https://chat.example.com`; full URLs
///   in answers begin with it
public record Reached(String address, boolean secure, String origin) {}
