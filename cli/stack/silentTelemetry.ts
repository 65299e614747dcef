import type { Telemetry } from '../../handlers/ports/telemetry.js';

/** A command reports by itself. */
export const silentTelemetry: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
  record: () => undefined,
  flush: () => undefined,
};
