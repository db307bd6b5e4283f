/**
 * Why `sign`, `verify` or a key was refused. The codes that `sign` throws are those with which a
 * receiver would refuse the same message.
 */
export type SignatureErrorCode =
  | 'invalid_secret'
  | 'invalid_header'
  | 'invalid_timestamp'
  | 'invalid_body';
