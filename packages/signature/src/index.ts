export { HooklaneError, isHooklaneError } from './hooklane-error.ts';
