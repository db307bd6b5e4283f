import { type ApiHandler, createApi } from '../host/api.ts';
import { createAwsServices } from '../host/aws-services.ts';

/** Behind API Gateway. */
export const handler: ApiHandler = createApi(createAwsServices(process.env));
