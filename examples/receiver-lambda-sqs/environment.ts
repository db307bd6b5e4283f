/** Reads a variable that the function cannot do without, so that a deployment without it fails at its start. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The function needs the environment variable ${name}`);
  return value;
}
