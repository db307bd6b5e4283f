import { App } from 'aws-cdk-lib';
import { stage } from '../src/stage.ts';
import { addPlatformStack } from './platform-stack.ts';

addPlatformStack(new App(), stage);
