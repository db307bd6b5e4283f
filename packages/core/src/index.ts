export { HooklaneError, isHooklaneError } from '@hooklane/signature';
