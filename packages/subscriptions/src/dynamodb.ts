export {
  createDynamoDbStore,
  type DynamoDbStoreOptions,
} from './dynamodb/create-dynamodb-store.ts';
export type { DynamoDbClient } from './dynamodb/table.ts';
export {
  tableDefinition,
  timeToLiveAttribute,
} from './dynamodb/table-definition.ts';
