import type {
  CreateFunctionRequest,
  FunctionConfiguration,
  Runtime,
  SystemLogLevel,
} from '@aws-sdk/client-lambda';

/** The code that functions are made with, as `handlerArtifact()` of `@hooklane/handler/artifact` gives it. */
export interface FunctionCode {
  readonly zip: Uint8Array;
  /** Base64 of the SHA-256 of the zip. */
  readonly sha256: string;
  /** File and export, such as `index.handler`. */
  readonly handler: string;
}

/** What a published version of a function keeps for good, beside its code. */
export interface VersionSettings {
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly roleArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logging: {
    readonly format: string;
    readonly applicationLevel: string;
    readonly systemLevel: string;
    readonly logGroup: string;
  };
}

type Written = Pick<
  CreateFunctionRequest,
  'Runtime' | 'MemorySize' | 'Timeout' | 'Environment' | 'LoggingConfig'
> & { Role: string | undefined };

/** Writes settings as the Lambda API has them; what is left out stays as it is. */
export function toConfiguration(settings: Partial<VersionSettings>): Written {
  const { runtime, memoryMb, timeoutSeconds, roleArn, environment, logging } = settings;
  return {
    Runtime: runtime as Runtime | undefined,
    MemorySize: memoryMb,
    Timeout: timeoutSeconds,
    Role: roleArn,
    Environment: environment && { Variables: { ...environment } },
    LoggingConfig: logging && {
      LogFormat: logging.format as 'JSON',
      ApplicationLogLevel: logging.applicationLevel as 'INFO',
      SystemLogLevel: logging.systemLevel as SystemLogLevel,
      LogGroup: logging.logGroup,
    },
  };
}

/** Reads settings from what the Lambda API says. */
export function fromConfiguration(configuration: FunctionConfiguration): VersionSettings {
  const { Runtime, MemorySize, Timeout, Role, Environment, LoggingConfig } = configuration;
  return {
    runtime: Runtime as string,
    memoryMb: Number(MemorySize),
    timeoutSeconds: Number(Timeout),
    roleArn: Role as string,
    environment: Environment?.Variables ?? {},
    logging: {
      format: LoggingConfig?.LogFormat as string,
      applicationLevel: LoggingConfig?.ApplicationLogLevel as string,
      systemLevel: LoggingConfig?.SystemLogLevel as string,
      logGroup: LoggingConfig?.LogGroup as string,
    },
  };
}
