/** Version of this package, as the `user-agent` of every attempt shows it. A test holds it to package.json. */
export const version = '0.1.0';
