export {
  createWebHmacVerificationKey,
  createWebVerificationKey,
  type WebVerificationKey,
} from './web-verification-key.ts';
