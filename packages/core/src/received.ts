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

// `https:user:pass@host` and `https:\\user:pass@host` are URLs too, and what is refused may be none at
// all: whatever comes before the last @ is left out, but the scheme.
function hideUserinfo(text: string): string {
  return text.replace(/^(https?:[/\\]*|[a-z][a-z0-9+.-]*:[/\\]+)?.*@/is, '$1…@');
}

function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
