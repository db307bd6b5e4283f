const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/**
 * Tells whether a `Host` header names the loopback interface. A page in a browser can let its own name lead to 127.0.0.1
 * (DNS rebinding), and would else read and send what it likes; the header still has the page's name.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && loopbackHost.test(host);
}
