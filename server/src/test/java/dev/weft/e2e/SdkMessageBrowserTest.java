package dev.weft.e2e;

/// The same in Chromium, with the WebSockets and requests of a real browser.
class SdkMessageBrowserTest extends SdkMessageTest {

  @Override
  SdkClients.Host host() {
    return SdkClients.Host.CHROMIUM;
  }
}
