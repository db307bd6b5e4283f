import { createAwsServices } from '../host/aws-services.ts';
import { createTimer } from '../host/timer.ts';

/** Behind the schedules. */
export const handler = createTimer(createAwsServices(process.env));
