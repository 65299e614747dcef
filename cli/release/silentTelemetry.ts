import type { Telemetry } from '../../handlers/ports/telemetry.js';

/** A command says itself what it does. */
export const silentTelemetry: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
  record: () => undefined,
  flush: () => undefined,
};
