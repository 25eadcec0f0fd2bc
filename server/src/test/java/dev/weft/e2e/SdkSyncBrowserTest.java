package dev.weft.e2e;

/// The same in Chromium, with the WebSockets and requests of a real browser.
class SdkSyncBrowserTest extends SdkSyncTest {

  @Override
  SdkClients.Host host() {
    return SdkClients.Host.CHROMIUM;
  }
}
