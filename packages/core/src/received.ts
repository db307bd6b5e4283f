const longestShown = 60;

/**
 * Shows a refused value in an error message: short, and with the userinfo of a URL taken out.
 * Never call it with a secret, a header value or a body.
 */
export function showReceived(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(hideUserinfo(value)));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  return shorten(String(value));
}

function hideUserinfo(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//…@');
}

function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
