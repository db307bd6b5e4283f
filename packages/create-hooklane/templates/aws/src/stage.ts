/** `dev`, `sandbox`, `prod`: part of the name of everything on AWS. From the environment, or `.env`. */
export const stage = process.env['STAGE'] ?? 'dev';
