/**
 * Why {@link verifySignature} refused a webhook (the sender's doing) or could not judge it (yours:
 * `invalid_body`, `invalid_secret`, `invalid_options`).
 */
export type VerifySignatureErrorCode =
  | 'missing_header'
  | 'invalid_header'
  | 'invalid_timestamp'
  | 'timestamp_too_old'
  | 'timestamp_too_new'
  | 'signature_mismatch'
  | 'body_too_large'
  | 'invalid_body'
  | 'invalid_secret'
  | 'invalid_options';

/**
 * Why a receiver refused a request: as {@link VerifySignatureErrorCode}, or because it was no POST, its body
 * broke off, or what is in it does not fit your schema.
 */
export type ReceiverErrorCode =
  | VerifySignatureErrorCode
  | 'method_not_allowed'
  | 'body_unreadable'
  | 'invalid_payload';
