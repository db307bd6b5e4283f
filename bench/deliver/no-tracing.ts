// Loaded first, this makes a process one in which the optional @opentelemetry/api is not installed; in this repository it is.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    if (specifier !== '@opentelemetry/api') return nextResolve(specifier, context);
    throw Object.assign(new Error('Not installed'), { code: 'ERR_MODULE_NOT_FOUND' });
  },
});
