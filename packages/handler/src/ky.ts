export { createKyTransport, type KyTransportOptions } from './ky/ky-transport.ts';
